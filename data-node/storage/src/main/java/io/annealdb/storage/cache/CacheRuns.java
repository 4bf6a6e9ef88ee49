package io.annealdb.storage.cache;

import io.annealdb.points.Delete;
import io.annealdb.points.Shape;
import io.annealdb.points.Shape.Column;
import io.annealdb.storage.merge.Lane;
import io.annealdb.storage.merge.Run;
import io.annealdb.storage.merge.StampTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The rows that a cache holds of one series below a mark and behind another, in order of time. */
public final class CacheRuns {
    private final RowCache cache;
    private final long[] places;
    private final int first;
    private final boolean unique;
    private final long lastPlace;
    private int[] shapeNumbers;

    private CacheRuns(RowCache cache, long[] places, int first, boolean unique, long lastPlace) {
        this.cache = cache;
        this.places = places;
        this.first = first;
        this.unique = unique;
        this.lastPlace = lastPlace;
    }

    /** Rows with a place below {@code mark} and a time in {@code [from, to]}. */
    public static CacheRuns gather(
            RowCache cache, CachedSeries series, long mark, long from, long to) {
        return gather(cache, series, mark, CachedSeries.NO_ROW, from, to);
    }

    /** As above, but only rows that came after the one at {@code behind}. */
    public static CacheRuns gather(
            RowCache cache, CachedSeries series, long mark, long behind, long from, long to) {
        long[] places = new long[16];
        int first = places.length;
        for (long place = series.tail; place > behind; place = cache.before(place)) {
            if (place < mark) {
                long time = cache.time(place);
                if (from <= time && time <= to) {
                    if (first == 0) {
                        first = places.length;
                        places = grown(places);
                    }
                    places[--first] = place;
                }
            }
        }
        long lastPlace = first == places.length ? behind : places[places.length - 1];
        boolean sorted = series.ascending || isSorted(cache, places, first);
        if (!sorted) {
            PlaceSort.byTimeAndStamp(cache, places, first);
        }
        boolean unique = sorted || isUnique(cache, places, first);
        return new CacheRuns(cache, places, first, unique, lastPlace);
    }

    private static long[] grown(long[] places) {
        long[] larger = new long[2 * places.length];
        System.arraycopy(places, 0, larger, places.length, places.length);
        return larger;
    }

    /** Strictly by time. */
    private static boolean isSorted(RowCache cache, long[] places, int first) {
        for (int i = first + 1; i < places.length; i++) {
            if (cache.time(places[i - 1]) >= cache.time(places[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnique(RowCache cache, long[] places, int first) {
        for (int i = first + 1; i < places.length; i++) {
            if (cache.time(places[i - 1]) == cache.time(places[i])) {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return first == places.length;
    }

    public int rows() {
        return places.length - first;
    }

    public long minTime() {
        return cache.time(places[first]);
    }

    public long maxTime() {
        return cache.time(places[places.length - 1]);
    }

    /** Whether each row has a time of its own. */
    public boolean unique() {
        return unique;
    }

    public long time(int row) {
        return cache.time(places[first + row]);
    }

    /** Whether any row has a stamp below that of one of the deletes. */
    public boolean anyBelow(List<Delete> deletes) {
        for (Delete delete : deletes) {
            long hlc = delete.stamp().hlc();
            long rest = StampTable.rest(delete.stamp());
            for (int i = first; i < places.length; i++) {
                int stamp = cache.stampNumber(places[i]);
                if (StampTable.compare(
                                cache.stamps().hlc(stamp), cache.stamps().rest(stamp), hlc, rest)
                        < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Place of the row that came last. */
    public long lastPlace() {
        return lastPlace;
    }

    /** Shapes that occur. */
    public Collection<Shape> shapes() {
        List<Shape> found = new ArrayList<>();
        for (int number : shapeNumbers()) {
            found.add(cache.shape(number));
        }
        return found;
    }

    /** Numbers of the shapes that occur, mostly one. */
    private int[] shapeNumbers() {
        if (shapeNumbers == null) {
            shapeNumbers = distinctShapes(cache, places, first);
        }
        return shapeNumbers;
    }

    private static int[] distinctShapes(RowCache cache, long[] places, int first) {
        int[] found = new int[1];
        int count = 0;
        int last = -1;
        for (int i = first; i < places.length; i++) {
            int number = cache.shapeNumber(places[i]);
            if (number == last) {
                continue;
            }
            last = number;
            int at = 0;
            while (at < count && found[at] != number) {
                at++;
            }
            if (at == count) {
                found = Arrays.copyOf(found, count + 1);
                found[count++] = number;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** A run for each shape that feeds one of the lanes. */
    public void addRuns(Column[] lanes, List<Run> to) {
        for (int number : shapeNumbers()) {
            int[] columns = Lane.columnsOf(lanes, cache.shape(number));
            if (Lane.feeds(columns)) {
                to.add(run(number, columns));
            }
        }
    }

    private Run run(int shapeNumber, int[] columns) {
        long[] picked = Arrays.copyOfRange(places, first, places.length);
        if (shapeNumbers.length > 1) {
            picked = ofShape(cache, picked, shapeNumber);
        }
        return new CacheRun(cache, cache.shape(shapeNumber), columns, picked, unique);
    }

    private static long[] ofShape(RowCache cache, long[] places, int shapeNumber) {
        int count = 0;
        for (long place : places) {
            if (cache.shapeNumber(place) == shapeNumber) {
                places[count++] = place;
            }
        }
        return Arrays.copyOf(places, count);
    }
}

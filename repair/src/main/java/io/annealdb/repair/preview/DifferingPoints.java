package io.annealdb.repair.preview;

import io.annealdb.points.SeriesKey;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Points, each a series and a time, at which owners of a shard may hold different things: what
 * comparisons of neighbours have told. Bounded; a point that comes when the bound is reached is
 * left out, and {@link #complete()} says so.
 */
public final class DifferingPoints {
    private static final class Times {
        long[] times = new long[8];
        int size;

        void add(long time) {
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
            }
            times[size++] = time;
        }

        long[] sorted() {
            return Arrays.stream(times, 0, size).sorted().distinct().toArray();
        }
    }

    private final long pointsMax;
    private final NavigableMap<SeriesKey, Times> bySeries = new TreeMap<>();
    private long told;
    private boolean complete = true;

    public DifferingPoints(long pointsMax) {
        this.pointsMax = pointsMax;
    }

    /** Takes a point; the same may come from several comparisons. */
    public void add(SeriesKey series, long time) {
        if (told == pointsMax) {
            complete = false;
            return;
        }
        told++;
        bySeries.computeIfAbsent(series, key -> new Times()).add(time);
    }

    /** A comparison has told no more than a part. */
    public void cutShort() {
        complete = false;
    }

    /** Whether every point that was told is here. */
    public boolean complete() {
        return complete;
    }

    /** The times of each series, ascending, each once. */
    public NavigableMap<SeriesKey, long[]> bySeries() {
        NavigableMap<SeriesKey, long[]> sorted = new TreeMap<>();
        bySeries.forEach((series, times) -> sorted.put(series, times.sorted()));
        return sorted;
    }
}

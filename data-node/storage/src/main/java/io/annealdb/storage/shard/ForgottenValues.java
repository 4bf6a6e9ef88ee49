package io.annealdb.storage.shard;

import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.storage.merge.MergedRows;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values that a merge leaves out: each by its series, time, field and type, and its stamp. */
final class ForgottenValues {
    static final ForgottenValues NONE = new ForgottenValues(Rows.builder().build());

    private final Rows values;

    /** Numbers of rows, in order of time. */
    private final Map<SeriesKey, int[]> rowsOf = new HashMap<>();

    ForgottenValues(Rows values) {
        this.values = values;
        Map<SeriesKey, List<Integer>> bySeries =
                IntStream.range(0, values.size())
                        .boxed()
                        .sorted(Comparator.comparingLong(values::time))
                        .collect(Collectors.groupingBy(values::series));
        bySeries.forEach(
                (series, rows) -> rowsOf.put(series, rows.stream().mapToInt(row -> row).toArray()));
    }

    boolean isEmpty() {
        return rowsOf.isEmpty();
    }

    /** Drops them from a piece of a merge; whether anything is left in it. */
    boolean dropFrom(SeriesKey series, MergedRows piece) {
        int[] rows = rowsOf.get(series);
        if (rows == null) {
            return true;
        }
        long last = piece.time(piece.size() - 1);
        for (int i = firstFrom(rows, piece.time(0));
                i < rows.length && values.time(rows[i]) <= last;
                i++) {
            int at = Arrays.binarySearch(piece.times(), 0, piece.size(), values.time(rows[i]));
            if (at >= 0) {
                drop(rows[i], piece, at);
            }
        }
        return IntStream.range(0, piece.lanes().length).anyMatch(lane -> piece.present(lane) > 0);
    }

    private int firstFrom(int[] rows, long time) {
        int low = 0;
        int high = rows.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values.time(rows[middle]) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void drop(int row, MergedRows piece, int at) {
        for (Shape.Column column : values.shape(row).columns()) {
            for (int lane = 0; lane < piece.lanes().length; lane++) {
                if (piece.has(lane, at)
                        && piece.lanes()[lane].equals(column)
                        && piece.stamps().get(piece.stampOf(lane)[at]).equals(values.stamp(row))) {
                    piece.drop(lane, at);
                }
            }
        }
    }
}

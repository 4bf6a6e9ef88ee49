package io.annealdb.data.repair;

import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardView;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** What a copy shows at some points. */
final class PointVersions {
    private static final int PAGE_ROWS = 1 << 13;
    private static final long PAGE_TEXT_BYTES = 1 << 20;

    private PointVersions() {}

    /**
     * @param points times of each series, ascending
     */
    static Rows of(Shard shard, Map<SeriesKey, long[]> points) throws IOException {
        GridGeometry grid = shard.spec().grid();
        Rows.Builder out = Rows.builder();
        try (ShardView view = shard.view()) {
            for (Map.Entry<SeriesKey, long[]> each : points.entrySet()) {
                long[] times = each.getValue();
                for (int at = 0; at < times.length; ) {
                    int end = at + 1;
                    while (end < times.length
                            && grid.window(times[end]) == grid.window(times[at])) {
                        end++;
                    }
                    pick(view, each.getKey(), Arrays.copyOfRange(times, at, end), out);
                    at = end;
                }
            }
        }
        return out.build();
    }

    /** Reads between the first time and the last, a page at a time. */
    private static void pick(ShardView view, SeriesKey series, long[] times, Rows.Builder out) {
        long last = times[times.length - 1];
        for (long from = times[0]; from <= last; ) {
            Rows rows = view.versions(series, from, last, PAGE_ROWS, PAGE_TEXT_BYTES);
            if (rows.isEmpty()) {
                return;
            }
            for (int row = 0; row < rows.size(); row++) {
                if (Arrays.binarySearch(times, rows.time(row)) >= 0) {
                    out.add(rows, row);
                }
            }
            if (rows.time(rows.size() - 1) == last) {
                return;
            }
            from = rows.time(rows.size() - 1) + 1;
        }
    }
}

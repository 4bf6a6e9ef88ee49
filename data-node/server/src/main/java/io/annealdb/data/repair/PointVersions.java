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
                    while (end < times.length && grid.window(times[end]) == grid.window(times[at])) {
                        end++;
                    }
                    Rows rows =
                            view.versions(
                                    each.getKey(), times[at], times[end - 1], Integer.MAX_VALUE);
                    pick(rows, times, out);
                    at = end;
                }
            }
        }
        return out.build();
    }

    private static void pick(Rows rows, long[] times, Rows.Builder out) {
        for (int row = 0; row < rows.size(); row++) {
            if (Arrays.binarySearch(times, rows.time(row)) >= 0) {
                out.add(rows, row);
            }
        }
    }
}

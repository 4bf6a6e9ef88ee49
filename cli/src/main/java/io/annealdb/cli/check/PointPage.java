package io.annealdb.cli.check;

import io.annealdb.points.SeriesKey;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Some of a shard's differing points, in order of series, then time.
 *
 * @param page counts from 1
 * @param limit points on a page
 */
public record PointPage(int page, int limit) {
    public PointPage {
        if (page < 1 || limit < 1) {
            throw new IllegalArgumentException("page=" + page + ", limit=" + limit);
        }
    }

    /** The points of this page; empty behind the last. */
    public Map<SeriesKey, long[]> of(NavigableMap<SeriesKey, long[]> all) {
        long skip = (long) (page - 1) * limit;
        int left = limit;
        NavigableMap<SeriesKey, long[]> picked = new TreeMap<>();
        for (Map.Entry<SeriesKey, long[]> each : all.entrySet()) {
            long[] times = each.getValue();
            int from = (int) Math.min(skip, times.length);
            int to = Math.min(times.length, from + left);
            skip -= from;
            if (to > from) {
                picked.put(each.getKey(), Arrays.copyOfRange(times, from, to));
                left -= to - from;
            }
            if (left == 0) {
                break;
            }
        }
        return picked;
    }
}

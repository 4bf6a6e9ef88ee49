package io.annealdb.points.digest;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.TimeRange;

/**
 * How a shard is cut into cells: 64 equal windows of its time by 64 buckets of its series. Fixed in
 * the shard's record at its creation, so that all owners cut alike. Times outside the range fall
 * into the first or last window.
 */
public record GridGeometry(TimeRange range, HashKey key) {
    public static final int WINDOWS = 64;
    public static final int BUCKETS = 64;

    public int window(long time) {
        if (time < range.start()) {
            return 0;
        }
        return (int)
                Math.min(WINDOWS - 1, Long.divideUnsigned(time - range.start(), windowNanos()));
    }

    /** Length of a window, ns; the last one takes what is left. */
    public long windowNanos() {
        return Long.divideUnsigned(range.end() - range.start() - 1, WINDOWS) + 1;
    }

    /** First time of a window; the first window reaches down to the beginning of time. */
    public long windowStart(int window) {
        return window == 0 ? Long.MIN_VALUE : range.start() + window * windowNanos();
    }

    /** Last time of a window, included; the last window reaches up to the end of time. */
    public long windowLast(int window) {
        return window == WINDOWS - 1
                ? Long.MAX_VALUE
                : range.start() + (window + 1) * windowNanos() - 1;
    }

    public static int bucket(ItemHash.SeriesHash series) {
        return (int) (series.high() >>> 58);
    }

    /**
     * The cells of which a delete may hide something: all buckets of the windows that its time
     * touches, or the one bucket of the series that it names. Every owner comes to the same.
     */
    public CellSet cellsOf(Delete delete) {
        int first = window(delete.minTime());
        int last = window(delete.maxTime());
        CellSet.Builder cells = CellSet.builder();
        if (delete.series() instanceof SeriesPredicate.SeriesIs one) {
            int bucket = bucket(new ItemHash(key).series(one.key()));
            return cells.addBucket(bucket, first, last).build();
        }
        return cells.addWindows(first, last).build();
    }
}

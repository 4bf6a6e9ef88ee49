package io.annealdb.storage.cache;

import io.annealdb.points.SeriesKey;

/**
 * What a cache holds of one series. Written under the shard's lock; {@code tail} is published after
 * the row that it leads to.
 */
public final class CachedSeries {
    static final long NO_ROW = -1;

    private final SeriesKey key;
    private final int id;

    /** Where the newest row stands; each row leads to the one before it. */
    volatile long tail = NO_ROW;

    int rows;
    long minTime = Long.MAX_VALUE;
    long maxTime = Long.MIN_VALUE;

    /** Whether each row came with a later time than all before it. */
    boolean ascending = true;

    /** Place of the newest row that a digest has counted; guarded by the digest. */
    private long digestedTo = NO_ROW;

    /** Newest time that a digest has counted; guarded by the digest. */
    private long digestedMax = Long.MIN_VALUE;

    CachedSeries(SeriesKey key, int id) {
        this.key = key;
        this.id = id;
    }

    public SeriesKey key() {
        return key;
    }

    public int id() {
        return id;
    }

    /** Not above the time of any row. */
    public long minTime() {
        return minTime;
    }

    /** Not below the time of any row. */
    public long maxTime() {
        return maxTime;
    }

    public long digestedTo() {
        return digestedTo;
    }

    public long digestedMax() {
        return digestedMax;
    }

    public void digested(long place, long newest) {
        digestedTo = place;
        digestedMax = newest;
    }

    public void forgetDigest() {
        digested(NO_ROW, Long.MIN_VALUE);
    }
}

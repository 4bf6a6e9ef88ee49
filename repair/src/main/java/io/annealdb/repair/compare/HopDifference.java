package io.annealdb.repair.compare;

import java.util.List;

/**
 * What a source has and its successor lacks, counted exactly by a dry run. A point under a delete
 * that either side knows counts in {@code missingDeletes} alone.
 *
 * @param missingShard the successor has lost the shard
 * @param missingPoints rows of which the successor lacks a value
 * @param missingValues values that it lacks, not those that it holds under a lower stamp
 * @param stalePoints rows of which it lacks none but holds one that loses
 * @param missingDeletes delete records that it lacks
 * @param start first time of a row that differs, ns; meaningless if none does
 * @param end last time of such a row, ns, included
 * @param series at most {@link #SERIES_MAX} of the series that differ, sorted by key
 */
public record HopDifference(
        boolean missingShard,
        long missingPoints,
        long missingValues,
        long stalePoints,
        long missingDeletes,
        long start,
        long end,
        List<SeriesDifference> series) {
    public static final int SERIES_MAX = 100;

    public static final HopDifference NONE = new HopDifference(false, 0, 0, 0, 0, 0, 0, List.of());

    public HopDifference {
        series = List.copyOf(series);
    }

    /** Whether the successor lacks nothing that the source has. */
    public boolean isEmpty() {
        return !missingShard && !hasRows() && missingDeletes == 0;
    }

    /** Whether rows differ, so that start and end mean something. */
    public boolean hasRows() {
        return missingPoints + stalePoints > 0;
    }
}

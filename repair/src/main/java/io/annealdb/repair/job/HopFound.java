package io.annealdb.repair.job;

/**
 * What a comparison has found that the successor lacks or holds in a lower version. A hop that is
 * tried again finds once more what an earlier attempt had found and not yet sent.
 *
 * @param missingPoints rows of which the successor lacks a value
 * @param missingValues values that it lacks
 * @param stalePoints rows of which it lacks none but holds one that loses
 * @param deletes delete records that one of the two lacked
 */
public record HopFound(long missingPoints, long missingValues, long stalePoints, long deletes) {
    public static final HopFound NOTHING = new HopFound(0, 0, 0, 0);

    public HopFound {
        if (missingPoints < 0 || missingValues < missingPoints || stalePoints < 0 || deletes < 0) {
            throw new IllegalArgumentException(
                    "found points=%d values=%d stale=%d deletes=%d"
                            .formatted(missingPoints, missingValues, stalePoints, deletes));
        }
    }

    public HopFound plus(HopFound more) {
        return new HopFound(
                missingPoints + more.missingPoints,
                missingValues + more.missingValues,
                stalePoints + more.stalePoints,
                deletes + more.deletes);
    }
}

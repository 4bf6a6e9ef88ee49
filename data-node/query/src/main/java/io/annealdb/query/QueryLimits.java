package io.annealdb.query;

/**
 * What one SELECT may cost; 0 means unbounded.
 *
 * @param maxSelectPoint points read
 * @param maxSelectSeries series read
 * @param maxSelectBuckets time buckets of one series of the answer
 */
public record QueryLimits(long maxSelectPoint, long maxSelectSeries, long maxSelectBuckets) {
    /**
     * Where no bound is configured, this many buckets are still refused: it is what an answer could
     * never deliver.
     */
    public static final long BUCKETS_MAX = 10_000_000;

    public static final QueryLimits NONE = new QueryLimits(0, 0, 0);

    public QueryLimits {
        if (maxSelectPoint < 0 || maxSelectSeries < 0 || maxSelectBuckets < 0) {
            throw new IllegalArgumentException(
                    "negative limit: points="
                            + maxSelectPoint
                            + ", series="
                            + maxSelectSeries
                            + ", buckets="
                            + maxSelectBuckets);
        }
    }
}

package io.annealdb.data.query;

import io.annealdb.query.QueryLimits;
import java.time.Duration;

/**
 * What queries may cost.
 *
 * @param timeout after which a query ends with an error; zero for never
 * @param concurrentMax queries that run at once; 0 for any number
 */
public record QuerySettings(QueryLimits limits, Duration timeout, int concurrentMax) {
    public static final QuerySettings UNBOUNDED =
            new QuerySettings(QueryLimits.NONE, Duration.ZERO, 0);

    public QuerySettings {
        if (timeout.isNegative() || concurrentMax < 0) {
            throw new IllegalArgumentException(
                    "negative: timeout=" + timeout + ", concurrentMax=" + concurrentMax);
        }
    }
}

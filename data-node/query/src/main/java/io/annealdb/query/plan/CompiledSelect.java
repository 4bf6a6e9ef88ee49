package io.annealdb.query.plan;

import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.ast.SelectStatement;
import java.util.List;

/**
 * A SELECT that is right in itself: checked, time taken out of condition and columns, {@code now()}
 * evaluated. What it means on the data at hand is {@link BoundSelect}.
 *
 * @param fields without {@code time}; never empty
 * @param timeName the name of the time column
 * @param condition without time; null if nothing is left
 * @param lowerBound whether the statement itself bounds time below
 * @param minTime ns, included
 * @param maxTime ns, included
 * @param interval ns of GROUP BY time(), 0 without
 * @param offset ns by which its buckets are moved, within (-interval, interval)
 * @param dimensions tags: VarRef, Wildcard or Regex
 * @param aggregates whether there are calls; else rows go out as they are stored
 * @param lookback ns before the range, in order of time, that transformations need too
 */
public record CompiledSelect(
        List<SelectStatement.Field> fields,
        String timeName,
        Expr condition,
        boolean lowerBound,
        long minTime,
        long maxTime,
        long interval,
        long offset,
        List<Expr> dimensions,
        Fill fill,
        boolean ascending,
        long limit,
        long rowOffset,
        long seriesLimit,
        long seriesOffset,
        boolean aggregates,
        long lookback) {
    public CompiledSelect {
        fields = List.copyOf(fields);
        dimensions = List.copyOf(dimensions);
    }

    /** The start of the bucket that a time falls in; without an interval that is the range's. */
    public long bucket(long time) {
        if (interval == 0) {
            return minTime;
        }
        long shifted = time - offset;
        return shifted - Math.floorMod(shifted, interval) + offset;
    }

    /** The first time to read where so much is needed before the range, in order of time. */
    public long minTime(long before) {
        if (!ascending || minTime == Times.MIN) {
            return minTime;
        }
        return minTime < Times.MIN + before ? Times.MIN : minTime - before;
    }

    /** The last time to read where so much is needed before the range, in order of time. */
    public long maxTime(long before) {
        if (ascending || maxTime == Times.MAX) {
            return maxTime;
        }
        return maxTime > Times.MAX - before ? Times.MAX : maxTime + before;
    }
}

package io.annealdb.query;

import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.ast.DeletingStatement;

/**
 * What a DELETE removes, with {@code now()} evaluated: it means the same on every node, at any
 * time.
 *
 * @param minTime first time in ns, included
 * @param maxTime last time in ns, included; less than {@code minTime} if nothing can match
 */
public record DeletePlan(SeriesPredicate series, long minTime, long maxTime) {
    /**
     * @throws QueryException where the condition speaks of fields, or is not one of tags and time
     */
    public static DeletePlan of(DeletingStatement.Delete statement, long now) {
        throw new QueryException("DELETE is not answered yet");
    }

    public boolean isEmpty() {
        return minTime > maxTime;
    }
}

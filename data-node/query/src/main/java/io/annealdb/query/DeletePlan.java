package io.annealdb.query;

import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.ast.DeletingStatement;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.ast.Source;
import io.annealdb.query.plan.SeriesFilter;
import io.annealdb.query.plan.TimeSplit;
import io.annealdb.query.regex.GoRegex;
import java.util.ArrayList;
import java.util.List;

/**
 * What a DELETE removes, with {@code now()} evaluated: it means the same on every node, at any
 * time.
 *
 * @param minTime first time in ns, included
 * @param maxTime last time in ns, included; less than {@code minTime} if nothing can match
 */
public record DeletePlan(SeriesPredicate series, long minTime, long maxTime) {
    /**
     * Every name in the condition is read as a tag: a delete knows no fields.
     *
     * @param now ns since 1970
     * @throws QueryException where the condition is not one of tags and time
     */
    public static DeletePlan of(DeletingStatement.Delete statement, long now) {
        TimeSplit where = TimeSplit.of(statement.condition(), now);
        refuseFields(where.rest());
        SeriesFilter filter = SeriesFilter.of(where.rest(), name -> false);
        List<SeriesPredicate> parts = new ArrayList<>();
        if (!statement.sources().isEmpty()) {
            parts.add(
                    new SeriesPredicate.Any(
                            statement.sources().stream().map(DeletePlan::measurement).toList()));
        }
        if (where.rest() != null) {
            parts.add(filter.series());
        }
        return new DeletePlan(
                simple(parts),
                where.min() == null ? Long.MIN_VALUE : where.min(),
                where.max() == null ? Long.MAX_VALUE : where.max());
    }

    private static SeriesPredicate simple(List<SeriesPredicate> parts) {
        return switch (parts.size()) {
            case 0 -> new SeriesPredicate.Every();
            case 1 -> parts.get(0);
            default -> new SeriesPredicate.All(parts);
        };
    }

    private static SeriesPredicate measurement(Source.Measurement source) {
        return source.name() != null
                ? new SeriesPredicate.MeasurementIs(source.name())
                : new SeriesPredicate.MeasurementMatches(GoRegex.compile(source.regex()));
    }

    /** A comparison must be of a tag with a string or an expression, else rows would decide. */
    private static void refuseFields(Expr expr) {
        if (expr instanceof Expr.Paren paren) {
            refuseFields(paren.inner());
        } else if (expr instanceof Expr.Binary binary && binary.operator().logical()) {
            refuseFields(binary.left());
            refuseFields(binary.right());
        } else if (expr instanceof Expr.Binary binary && !comparesTag(binary)) {
            throw new QueryException("fields not supported in WHERE clause during deletion");
        }
    }

    private static boolean comparesTag(Expr.Binary binary) {
        boolean named =
                binary.left() instanceof Expr.VarRef ^ binary.right() instanceof Expr.VarRef;
        Expr value = binary.left() instanceof Expr.VarRef ? binary.right() : binary.left();
        Operator operator = binary.operator();
        boolean equality = operator == Operator.EQ || operator == Operator.NEQ;
        return named
                && (value instanceof Expr.Regex || equality && value instanceof Expr.StringLiteral);
    }

    public boolean isEmpty() {
        return minTime > maxTime;
    }
}

package io.annealdb.query.plan;

import io.annealdb.query.QueryException;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;

/**
 * A condition, taken apart: the range of time it allows, and the rest of it. Ranges are intersected
 * even across OR, as InfluxDB does.
 *
 * @param rest null where nothing but time is spoken of
 * @param min first time in ns, included; null where unbounded
 * @param max last time in ns, included; null where unbounded
 */
public record TimeSplit(Expr rest, Long min, Long max) {
    private static final TimeSplit NONE = new TimeSplit(null, null, null);

    /**
     * @param condition null without WHERE
     * @throws QueryException where time is compared with what is no time
     */
    public static TimeSplit of(Expr condition, long now) {
        if (condition == null) {
            return NONE;
        }
        if (condition instanceof Expr.Paren paren) {
            TimeSplit inner = of(paren.inner(), now);
            return inner.rest == null
                    ? inner
                    : new TimeSplit(new Expr.Paren(inner.rest), inner.min, inner.max);
        }
        if (condition instanceof Expr.BooleanLiteral) {
            return new TimeSplit(condition, null, null);
        }
        if (!(condition instanceof Expr.Binary binary) || binary.operator().arithmetic()) {
            throw new QueryException("invalid condition expression: " + condition);
        }
        if (binary.operator().logical()) {
            return joined(binary.operator(), of(binary.left(), now), of(binary.right(), now));
        }
        if (isTime(binary.left())) {
            return range(binary.operator(), binary.right(), now);
        }
        if (isTime(binary.right())) {
            return range(binary.operator().mirrored(), binary.left(), now);
        }
        refuseCalls(binary.left());
        refuseCalls(binary.right());
        return new TimeSplit(binary, null, null);
    }

    private static void refuseCalls(Expr expr) {
        if (expr instanceof Expr.Call) {
            throw new QueryException("invalid function call in condition: " + expr);
        }
        if (expr instanceof Expr.Binary binary) {
            refuseCalls(binary.left());
            refuseCalls(binary.right());
        } else if (expr instanceof Expr.Paren paren) {
            refuseCalls(paren.inner());
        }
    }

    private static TimeSplit joined(Operator operator, TimeSplit left, TimeSplit right) {
        Expr rest;
        if (left.rest == null) {
            rest = right.rest;
        } else if (right.rest == null) {
            rest = left.rest;
        } else {
            rest = new Expr.Binary(operator, left.rest, right.rest);
        }
        return new TimeSplit(rest, later(left.min, right.min), earlier(left.max, right.max));
    }

    private static Long later(Long a, Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.max(a, b);
    }

    private static Long earlier(Long a, Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.min(a, b);
    }

    private static boolean isTime(Expr expr) {
        return expr instanceof Expr.VarRef ref && ref.name().equalsIgnoreCase("time");
    }

    private static TimeSplit range(Operator operator, Expr bound, long now) {
        long value = value(bound, now);
        return switch (operator) {
            case EQ -> new TimeSplit(null, value, value);
            case GT ->
                    value == Long.MAX_VALUE
                            ? new TimeSplit(null, Times.MAX, Times.MIN)
                            : new TimeSplit(null, value + 1, null);
            case GTE -> new TimeSplit(null, value, null);
            case LT ->
                    value == Long.MIN_VALUE
                            ? new TimeSplit(null, Times.MAX, Times.MIN)
                            : new TimeSplit(null, null, value - 1);
            case LTE -> new TimeSplit(null, null, value);
            default ->
                    throw new QueryException(
                            "invalid time comparison operator: " + operator.text());
        };
    }

    private static long value(Expr bound, long now) {
        Expr expr = TimeValue.reduce(bound, now);
        if (expr instanceof Expr.StringLiteral text && TimeValue.isTime(text.value())) {
            return TimeValue.parse(text.value());
        }
        if (expr instanceof Expr.TimeLiteral time) {
            return time.ns();
        }
        if (expr instanceof Expr.DurationLiteral span) {
            return span.ns();
        }
        if (expr instanceof Expr.IntegerLiteral number) {
            return number.value();
        }
        if (expr instanceof Expr.NumberLiteral number) {
            return (long) number.value();
        }
        throw new QueryException(
                "invalid operation: time and " + InfluxTypes.literal(expr) + " are not compatible");
    }
}

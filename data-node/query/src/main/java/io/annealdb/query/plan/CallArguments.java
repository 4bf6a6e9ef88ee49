package io.annealdb.query.plan;

import io.annealdb.query.QueryException;
import io.annealdb.query.ast.Expr;
import java.util.List;
import java.util.Set;

/** The arguments of transformations behind the first: how many, and of what kind. */
final class CallArguments {
    private static final Set<String> AVERAGES_WARMUP = Set.of("exponential", "simple");

    private CallArguments() {}

    /**
     * @throws QueryException if a call has fewer arguments than {@code min} or more than {@code
     *     max}
     */
    static void count(Expr.Call call, int min, int max) {
        int got = call.arguments().size();
        if (got >= min && got <= max) {
            return;
        }
        String expected =
                min == max
                        ? "expected " + min
                        : "expected at least " + min + " but no more than " + max;
        throw new QueryException(
                "invalid number of arguments for "
                        + call.name()
                        + ", "
                        + expected
                        + ", got "
                        + got);
    }

    static void check(Expr.Call call) {
        switch (call.name()) {
            case "derivative", "non_negative_derivative", "elapsed" -> {
                count(call, 1, 2);
                duration(call, "second argument to " + call.name() + " must be a duration, got ");
            }
            case "integral" -> {
                count(call, 1, 2);
                duration(call, null);
            }
            case "difference", "non_negative_difference", "cumulative_sum" -> count(call, 1, 1);
            case "moving_average" -> {
                count(call, 2, 2);
                window(call);
            }
            case "holt_winters", "holt_winters_with_fit" -> {
                count(call, 3, 3);
                forecast(call);
            }
            case "kaufmans_efficiency_ratio", "kaufmans_adaptive_moving_average" -> {
                count(call, 2, 3);
                period(call, 0);
            }
            case "triple_exponential_derivative" -> {
                count(call, 2, 4);
                period(call, 1);
                warmup(call, AVERAGES_WARMUP, "'exponential' 'simple'");
            }
            case "chande_momentum_oscillator" -> {
                count(call, 2, 4);
                period(call, 0);
                warmup(
                        call,
                        Set.of("none", "exponential", "simple"),
                        "'none' 'exponential' 'simple'");
            }
            default -> {
                count(call, 2, 4);
                period(call, 0);
                warmup(call, AVERAGES_WARMUP, "'exponential' 'simple'");
            }
        }
    }

    private static void duration(Expr.Call call, String otherwise) {
        if (call.arguments().size() < 2) {
            return;
        }
        Expr unit = call.arguments().get(1);
        if (!(unit instanceof Expr.DurationLiteral span)) {
            throw new QueryException(
                    otherwise == null
                            ? "second argument must be a duration"
                            : otherwise + InfluxTypes.literal(unit));
        }
        if (span.ns() <= 0) {
            throw new QueryException("duration argument must be positive, got " + span);
        }
    }

    private static void window(Expr.Call call) {
        Expr window = call.arguments().get(1);
        if (!(window instanceof Expr.IntegerLiteral size)) {
            throw new QueryException(
                    "second argument for moving_average must be an integer, got "
                            + InfluxTypes.literal(window));
        }
        if (size.value() <= 1) {
            throw new QueryException(
                    "moving_average window must be greater than 1, got " + size.value());
        }
    }

    private static void forecast(Expr.Call call) {
        String name = call.name();
        List<Expr> arguments = call.arguments();
        if (!(arguments.get(1) instanceof Expr.IntegerLiteral points)) {
            throw new QueryException("expected integer argument as second arg in " + name);
        }
        if (points.value() <= 0) {
            throw new QueryException(
                    "second arg to " + name + " must be greater than 0, got " + points.value());
        }
        if (!(arguments.get(2) instanceof Expr.IntegerLiteral season)) {
            throw new QueryException("expected integer argument as third arg in " + name);
        }
        if (season.value() < 0) {
            throw new QueryException(
                    "third arg to " + name + " cannot be negative, got " + season.value());
        }
    }

    /** The period, and how many points are held back; -1 reads as the function's own number. */
    private static void period(Expr.Call call, int holdMin) {
        String name = call.name();
        if (!(call.arguments().get(1) instanceof Expr.IntegerLiteral period)) {
            throw new QueryException(name + " period must be an integer");
        }
        if (period.value() < 1) {
            throw new QueryException(name + " period must be greater than or equal to 1");
        }
        if (call.arguments().size() < 3) {
            return;
        }
        if (!(call.arguments().get(2) instanceof Expr.IntegerLiteral hold)) {
            throw new QueryException(name + " hold period must be an integer");
        }
        if (hold.value() < holdMin && hold.value() != -1) {
            throw new QueryException(
                    name + " hold period must be greater than or equal to " + holdMin);
        }
    }

    private static void warmup(Expr.Call call, Set<String> known, String shown) {
        if (call.arguments().size() < 4) {
            return;
        }
        if (!(call.arguments().get(3) instanceof Expr.StringLiteral kind)) {
            throw new QueryException(call.name() + " warmup type must be a string");
        }
        if (!known.contains(kind.value())) {
            throw new QueryException(call.name() + " warmup type must be one of: " + shown);
        }
    }
}

package io.annealdb.query.plan;

import java.util.Set;

/** The functions of InfluxQL, by what they do. */
final class Functions {
    /** One argument, one result for each bucket of time. */
    static final Set<String> PLAIN =
            Set.of(
                    "count", "sum", "mean", "min", "max", "first", "last", "spread", "stddev",
                    "median", "mode");

    static final Set<String> SELECTORS =
            Set.of("min", "max", "first", "last", "percentile", "top", "bottom", "sample");

    /** Work on values one after another. */
    static final Set<String> TRANSFORMATIONS =
            Set.of(
                    "derivative",
                    "non_negative_derivative",
                    "difference",
                    "non_negative_difference",
                    "moving_average",
                    "cumulative_sum",
                    "elapsed",
                    "integral",
                    "holt_winters",
                    "holt_winters_with_fit",
                    "exponential_moving_average",
                    "double_exponential_moving_average",
                    "triple_exponential_moving_average",
                    "triple_exponential_derivative",
                    "relative_strength_index",
                    "kaufmans_efficiency_ratio",
                    "kaufmans_adaptive_moving_average",
                    "chande_momentum_oscillator");

    /** Transformations that begin with the statement's range; the others look a bucket further. */
    private static final Set<String> WITHOUT_LOOKBACK =
            Set.of("cumulative_sum", "integral", "holt_winters", "holt_winters_with_fit");

    /** The functions that take values of every type. */
    private static final Set<String> ANY_TYPE =
            Set.of(
                    "count",
                    CallSpec.COUNT_DISTINCT,
                    "first",
                    "last",
                    "distinct",
                    "mode",
                    "sample",
                    "elapsed");

    private static final Set<String> BOOLEANS_TOO = Set.of("min", "max");

    private Functions() {}

    static boolean looksBack(String function) {
        return TRANSFORMATIONS.contains(function) && !WITHOUT_LOOKBACK.contains(function);
    }

    /** Whether a function picks several points, each shown at its own time. */
    static boolean keepsTimes(String function) {
        return isTopOrBottom(function) || function.equals("sample");
    }

    static boolean isTopOrBottom(String function) {
        return function.equals("top") || function.equals("bottom");
    }

    static boolean takesEveryType(String function) {
        return ANY_TYPE.contains(function);
    }

    static boolean takesBooleans(String function) {
        return takesEveryType(function) || BOOLEANS_TOO.contains(function);
    }
}

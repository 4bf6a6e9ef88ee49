package io.annealdb.query.plan;

import java.util.Map;
import java.util.Set;

/** The functions of InfluxQL: which are computed, which are known and not computed yet. */
final class Functions {
    /** Number of arguments of each aggregate and selector that is computed. */
    static final Map<String, Integer> COMPUTED =
            Map.ofEntries(
                    Map.entry("count", 1),
                    Map.entry("sum", 1),
                    Map.entry("mean", 1),
                    Map.entry("min", 1),
                    Map.entry("max", 1),
                    Map.entry("first", 1),
                    Map.entry("last", 1),
                    Map.entry("spread", 1),
                    Map.entry("stddev", 1),
                    Map.entry("median", 1),
                    Map.entry("mode", 1),
                    Map.entry("distinct", 1),
                    Map.entry("percentile", 2));

    static final Set<String> SELECTORS = Set.of("min", "max", "first", "last", "percentile");

    private static final Set<String> KNOWN =
            Set.of(
                    ("top bottom sample integral derivative non_negative_derivative difference"
                                    + " non_negative_difference moving_average cumulative_sum elapsed"
                                    + " exponential_moving_average double_exponential_moving_average"
                                    + " triple_exponential_moving_average relative_strength_index"
                                    + " triple_exponential_derivative kaufmans_efficiency_ratio"
                                    + " kaufmans_adaptive_moving_average chande_momentum_oscillator"
                                    + " holt_winters holt_winters_with_fit abs sin cos tan asin acos"
                                    + " atan atan2 exp log ln log2 log10 sqrt pow floor ceil round")
                            .split(" "));

    private Functions() {}

    static boolean knownButNotComputed(String name) {
        return KNOWN.contains(name);
    }
}

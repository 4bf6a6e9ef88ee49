package io.annealdb.query.transform;

import java.util.List;
import java.util.function.LongUnaryOperator;

/** Makes transformations by the names of their functions. */
public final class Transformations {
    private static final long NS_PER_S = 1_000_000_000L;

    private Transformations() {}

    /**
     * What of the statement a transformation needs to know.
     *
     * @param interval ns of GROUP BY time(), 0 without
     * @param bucket the start of the bucket that a time is in
     */
    public record Grouping(long interval, boolean ascending, LongUnaryOperator bucket) {}

    /**
     * @param parameters the arguments behind the first: Long, Double or String; durations in ns
     * @param whole whether the values are whole numbers
     */
    public static Transformation of(
            String function, List<Object> parameters, boolean whole, Grouping grouping) {
        return switch (function) {
            case "derivative", "non_negative_derivative" -> {
                long perBucket = grouping.interval() > 0 ? grouping.interval() : NS_PER_S;
                yield new Derivative(
                        first(parameters, perBucket),
                        function.startsWith("non_negative"),
                        grouping.ascending());
            }
            case "difference", "non_negative_difference" ->
                    new Difference(whole, function.startsWith("non_negative"));
            case "cumulative_sum" -> new CumulativeSum(whole);
            case "moving_average" -> new MovingAverage((int) first(parameters, 0), whole);
            case "elapsed" -> new Elapsed(first(parameters, 1));
            case "integral" -> new Integral(first(parameters, NS_PER_S), grouping);
            case "holt_winters", "holt_winters_with_fit" ->
                    new HoltWinters(
                            Math.toIntExact((Long) parameters.get(0)),
                            Math.toIntExact((Long) parameters.get(1)),
                            function.endsWith("with_fit"),
                            grouping.interval());
            default -> HeldIndicator.of(function, parameters);
        };
    }

    private static long first(List<Object> parameters, long otherwise) {
        return parameters.isEmpty() ? otherwise : (Long) parameters.get(0);
    }
}

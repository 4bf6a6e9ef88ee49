package io.annealdb.query.plan;

import io.annealdb.points.FieldType;
import java.util.List;

/** A call of a statement, its arguments resolved. */
public sealed interface CallSpec extends CallInput {
    String COUNT_DISTINCT = "count_distinct";

    /** Its name; {@code count_distinct} for {@code count(distinct(x))}. */
    String function();

    /** The type of its results; null where its argument has none. */
    FieldType resultType();

    /** Whether it picks points, whose time they keep, rather than computing a value. */
    boolean selects();

    /** The column that its values come from in the end. */
    ColumnRef column();

    /**
     * What is made of the values of a time bucket, in any order: parts of it may be computed apart
     * and merged.
     *
     * @param parameter the rank of percentile, the number of points of top, bottom and sample
     * @param per of top and bottom: at most one point for each combination of these tags
     * @param lookback ns before the statement's range that count too, for a transformation that
     *     needs the bucket before its first
     */
    record Aggregate(
            String function,
            ColumnRef argument,
            double parameter,
            List<ColumnRef> per,
            long lookback)
            implements CallSpec {
        public Aggregate {
            per = List.copyOf(per);
            if (lookback < 0) {
                throw new IllegalArgumentException("negative lookback: " + lookback);
            }
        }

        public boolean counts() {
            return function.equals("count") || function.equals(COUNT_DISTINCT);
        }

        /** Whether each of several results of a bucket keeps its own time. */
        public boolean keepsTimes() {
            return Functions.keepsTimes(function);
        }

        @Override
        public FieldType resultType() {
            return switch (function) {
                case "count", COUNT_DISTINCT -> FieldType.INTEGER;
                case "mean", "median", "stddev" -> FieldType.FLOAT;
                default -> argument.type();
            };
        }

        @Override
        public boolean selects() {
            return Functions.SELECTORS.contains(function);
        }

        @Override
        public ColumnRef column() {
            return argument;
        }
    }

    /**
     * What is made of values one after another, in the statement's order of time.
     *
     * @param parameters the other arguments: Long, Double or String; durations in ns
     * @param lookback ns before the statement's range from which its input begins
     */
    record Transformation(String function, CallInput input, List<Object> parameters, long lookback)
            implements CallSpec {
        public Transformation {
            parameters = List.copyOf(parameters);
            if (lookback < 0) {
                throw new IllegalArgumentException("negative lookback: " + lookback);
            }
        }

        @Override
        public FieldType resultType() {
            FieldType type =
                    input instanceof CallSpec call ? call.resultType() : ((ColumnRef) input).type();
            if (type == null) {
                return null;
            }
            return switch (function) {
                case "difference", "non_negative_difference", "cumulative_sum" -> type;
                case "elapsed" -> FieldType.INTEGER;
                default -> FieldType.FLOAT;
            };
        }

        @Override
        public boolean selects() {
            return false;
        }

        @Override
        public ColumnRef column() {
            return input instanceof CallSpec call ? call.column() : (ColumnRef) input;
        }
    }
}

package io.annealdb.query.plan;

import io.annealdb.points.FieldType;

/**
 * One aggregate or selector of a statement.
 *
 * @param function its name; {@code count_distinct} for {@code count(distinct(x))}
 * @param rank the second argument of percentile, else 0
 */
public record CallSpec(String function, ColumnRef argument, double rank) {
    public static final String COUNT_DISTINCT = "count_distinct";

    public boolean counts() {
        return function.equals("count") || function.equals(COUNT_DISTINCT);
    }

    /** The type of its results; null where its argument has none. */
    public FieldType resultType() {
        return switch (function) {
            case "count", COUNT_DISTINCT -> FieldType.INTEGER;
            case "mean", "median", "stddev" -> FieldType.FLOAT;
            default -> argument.type();
        };
    }

    /** Whether it picks a point, whose time it keeps, rather than computing a value. */
    public boolean selects() {
        return Functions.SELECTORS.contains(function);
    }
}

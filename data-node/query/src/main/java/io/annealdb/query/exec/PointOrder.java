package io.annealdb.query.exec;

import io.annealdb.points.FieldType;

/** Which of two points a selector picks. Strings are compared by {@link SelectorPartial}. */
@FunctionalInterface
interface PointOrder {
    /**
     * Whether a point is to be picked rather than the one picked so far.
     *
     * @param byValue the order of the new value against the old: negative, 0, positive
     */
    boolean better(long time, long pickedTime, int byValue);

    /** As InfluxDB settles ties: extremes by the earlier time, edges by the greater value. */
    static PointOrder of(String function, FieldType type) {
        return switch (function) {
            case "min" -> (time, picked, value) -> value < 0 || value == 0 && time < picked;
            case "max" -> (time, picked, value) -> value > 0 || value == 0 && time < picked;
            case "last" -> (time, picked, value) -> time > picked || time == picked && value > 0;
            default -> {
                boolean falseFirst = type == FieldType.BOOLEAN;
                yield (time, picked, value) ->
                        time < picked || time == picked && (falseFirst ? value < 0 : value > 0);
            }
        };
    }
}

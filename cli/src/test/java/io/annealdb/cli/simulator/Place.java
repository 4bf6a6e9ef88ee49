package io.annealdb.cli.simulator;

import io.annealdb.points.SeriesKey;
import java.util.Comparator;

/**
 * Where a value stands.
 *
 * @param time ns
 */
record Place(SeriesKey series, long time, String field) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::series)
                    .thenComparing(Place::time)
                    .thenComparing(Place::field);

    /** A field that values of all types are written to. */
    static final String MIXED = "m";

    /** Whether types may be in conflict here. */
    boolean takesAllTypes() {
        return field.equals(MIXED);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}

package io.annealdb.repair.compare;

import io.annealdb.points.FieldValue;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import java.util.Optional;

/**
 * A value that a hop would send.
 *
 * @param time ns
 * @param value what the source holds
 * @param stamp under which it holds it
 * @param theirs the stamp of the successor's value of that field and type; empty if it lacks one.
 *     At most {@code stamp}: if they are equal, the contents differ
 */
public record DifferingValue(
        SeriesKey series,
        long time,
        Shape.Column field,
        FieldValue value,
        Stamp stamp,
        Optional<Stamp> theirs) {
    public DifferingValue {
        if (theirs.isPresent() && theirs.get().compareTo(stamp) > 0) {
            throw new IllegalArgumentException(
                    "the successor wins: stamp=" + stamp + ", theirs=" + theirs.get());
        }
    }
}

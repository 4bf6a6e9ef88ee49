package io.annealdb.repair.preview;

import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One value that owners of a shard do not hold alike, and which of its versions a ring leaves
 * everywhere.
 *
 * @param held what each owner shows; who shows nothing is left out
 * @param winner an owner of the version that stays; empty if a delete hides all of them
 * @param deletedBy that delete; empty if there is a winner
 */
public record ComparedValue(
        SeriesKey series,
        long time,
        Shape.Column field,
        Map<NodeId, Held> held,
        Optional<NodeId> winner,
        Why why,
        Optional<Delete> deletedBy) {
    /** What an owner shows: the value as a person reads it, and its stamp. */
    public record Held(Object value, Stamp stamp) {}

    /** Why the winner wins. */
    public enum Why {
        /** All that hold the value hold the same; others lack it. */
        MISSING,
        /** Another holds it under a lower stamp. */
        HIGHER_STAMP,
        /** Another holds other content under the same stamp, with lower bits. */
        VALUE_BITS,
        /** Somebody knows a delete that hides it, and not all do. */
        DELETED
    }

    public ComparedValue {
        held = new TreeMap<>(held);
    }
}

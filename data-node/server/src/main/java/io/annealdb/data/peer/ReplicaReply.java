package io.annealdb.data.peer;

import io.annealdb.storage.FreshOutcome.TypeConflict;
import java.util.List;

/** What an owner answers to a write or a delete. */
public sealed interface ReplicaReply {
    /** Everything but the conflicting rows is on the owner's disk. */
    record Stored(List<TypeConflict> conflicts) implements ReplicaReply {
        public static final Stored ALL = new Stored(List.of());

        public Stored {
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * Nothing was stored: something under a higher stamp is there (repair.md S3), or the shard has
     * a fence, or has settled, at or above the stamp (R2).
     *
     * @param clock what a new stamp must be above; to a hint, R, at or below which it must not be
     *     stored any more
     */
    record Shadowed(long clock) implements ReplicaReply {}

    /**
     * The stamp is more than {@code max-clock-ahead} before the owner's wall clock.
     *
     * @param clock the owner's
     */
    record ClockAhead(long clock) implements ReplicaReply {}

    /** By its image, refreshed for this answer, the node does not own the shard. */
    record NotOwner() implements ReplicaReply {}

    /** Meta has dropped the group, the policy or the database. */
    record Dropped() implements ReplicaReply {}
}

package io.annealdb.storage;

/** What became of rows or a delete that come late, from a hint queue or after their batch. */
public sealed interface LateOutcome {
    record Stored() implements LateOutcome {}

    /**
     * Not stored: the shard has settled at or above the stamp, so what hid it may be forgotten.
     *
     * @param hlc up to which it has
     */
    record Settled(long hlc) implements LateOutcome {}

    /** Not stored now: a repair compares what stands at or below its fence. */
    record Fenced(Fence fence) implements LateOutcome {}
}

package io.annealdb.image;

/** Who wanted a repair job. */
public enum RepairKind {
    /** Somebody who waits for it: it goes first. */
    OPERATOR,
    /** The leader itself: it gives way to an operator's job that wants one of its shards. */
    BACKGROUND
}

package io.annealdb.repair.compare;

/** What an owner says of its own copy of a shard. */
public enum ReplicaHealth {
    WHOLE,
    /** It held the shard once and lost it; what is there now has come since. */
    MISSING,
    /** A part of it is set aside; what is left is true. */
    DAMAGED,
    /** It never held the shard: an owner that has not yet taken a write. */
    UNKNOWN
}

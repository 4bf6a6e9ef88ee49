package io.annealdb.cli.simulator;

/** What can go wrong. Of the histories of a run, at least one in twenty must have had each. */
enum Fault {
    /** The caller hears nothing, the other side neither. */
    REQUEST_LOST,
    /** Done over there, but the caller does not hear of it. */
    REPLY_LOST,
    /** Done over there twice. */
    DELIVERED_TWICE,
    /** Done over there long after the caller has given up. */
    DELIVERED_LATE,
    /** A message has overtaken another on the same way. */
    OUT_OF_ORDER,
    /** Two nodes do not reach each other for a while, one way or both. */
    CUT_OFF,
    /** A node that is down is called. */
    CALLED_WHILE_DOWN,
    /** The power goes between two events. */
    CRASHED,
    /** The power goes in the middle of a call, at a call to the disk. */
    CRASHED_IN_A_CALL,
    /** The power goes while a node starts. */
    CRASHED_AT_START,
    /** A node stops as it should, and starts again. */
    STOPPED,
    /** A node stands still for up to 30 s, and goes on as if nothing had been. */
    FROZEN,
    /** Meta answers nobody for a while. */
    META_AWAY,
    /** Meta does not hear one node for a while. */
    META_UNREACHABLE,
    /** Meta has done it, but the node does not hear of it. */
    META_REPLY_LOST,
    /** The folders of a shard are gone when its node starts. */
    SHARD_LOST,
    /** A block file is gone when its node starts. */
    FILE_LOST,
    /** The whole data folder is gone when its node starts. */
    EMPTIED,
    /** A node starts on a disk as it was some time ago. */
    OLD_BACKUP,
    /** The disk refused, because it is full. */
    DISK_FULL,
    /** A node writes without hints. */
    HINTS_OFF,
    /** A queue was full, or hints were off: a debt. */
    DEBT_NOTED,
    /** Wall clocks lie more than a second apart. */
    CLOCKS_APART,
    /** A wall clock was set forward or back. */
    CLOCK_SET,
    /** An owner refuses a coordinator whose clock is too far ahead. */
    CLOCK_REFUSED,
    /** An owner refused a fresh value for its type. */
    TYPE_CONFLICT,
    /** In the end a shard holds several types of one field. */
    TYPES_MIXED,
    /** A ring was begun while all this goes on. */
    RING_IN_THE_STORM,
    /** An owner was behind the others, so it was reset before it gave anything. */
    OWNER_RESET
}

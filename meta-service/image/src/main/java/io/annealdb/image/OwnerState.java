package io.annealdb.image;

/**
 * What an owner is to its shard (repair.md O1).
 *
 * <pre>
 *   FILLING ── equal digest ──▶ SERVING ── chosen as source of a move ──▶ LEAVING ──▶ no owner
 * </pre>
 */
public enum OwnerState {
    /** Takes writes, counts in quorums, answers queries. */
    SERVING,
    /** Takes writes, hints and deletes; counts in no quorum, answers no query. */
    FILLING,
    /** Still serves, until the owner that replaces it does. */
    LEAVING
}

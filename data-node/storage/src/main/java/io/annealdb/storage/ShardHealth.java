package io.annealdb.storage;

/**
 * Whether this copy of a shard may be read as the truth.
 *
 * <pre>
 *   WHOLE ─▶ MISSING (folder gone)    ─▶ WHOLE, once repair has filled it
 *   WHOLE ─▶ DAMAGED (file set aside) ─▶ WHOLE, once repair has healed it
 * </pre>
 */
public enum ShardHealth {
    WHOLE,
    MISSING,
    DAMAGED
}

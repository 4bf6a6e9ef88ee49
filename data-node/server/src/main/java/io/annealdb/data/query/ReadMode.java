package io.annealdb.data.query;

/** From where a request reads its shards. */
public enum ReadMode {
    /** Each shard from one whole, live owner, this node first. */
    CLUSTER,
    /** From this node's own copies alone, whatever their health: {@code replica=local}. */
    LOCAL
}

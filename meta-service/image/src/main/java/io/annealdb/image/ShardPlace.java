package io.annealdb.image;

/** A shard and where it belongs. */
public record ShardPlace(
        DatabaseInfo database, RetentionPolicyInfo policy, ShardGroupInfo group, ShardInfo shard) {}

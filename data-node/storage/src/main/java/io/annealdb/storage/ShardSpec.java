package io.annealdb.storage;

import io.annealdb.points.ShardId;
import io.annealdb.points.digest.GridGeometry;

/** What a shard is, as its record in the cluster image says; the same on all owners. */
public record ShardSpec(ShardId id, String database, String retentionPolicy, GridGeometry grid) {}

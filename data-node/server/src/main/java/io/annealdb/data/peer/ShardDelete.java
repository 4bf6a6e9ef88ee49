package io.annealdb.data.peer;

import io.annealdb.points.Delete;
import io.annealdb.points.ShardId;
import java.util.Optional;

/**
 * A stamped delete on its way to a node.
 *
 * @param shard empty: the node keeps it for the shards that it may get of that database (repair.md
 *     D2)
 * @param fresh whether the node must refuse it if it holds something under a higher stamp
 */
public record ShardDelete(Optional<ShardId> shard, long databaseId, Delete delete, boolean fresh) {}

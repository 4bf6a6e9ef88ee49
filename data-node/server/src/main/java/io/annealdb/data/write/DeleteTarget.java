package io.annealdb.data.write;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.util.Optional;

/**
 * Where a delete must arrive.
 *
 * @param shard empty: to be kept there for shards to come
 * @param counts whether its answer can acknowledge the delete for the shard
 */
record DeleteTarget(NodeId node, Optional<ShardId> shard, boolean counts) {}

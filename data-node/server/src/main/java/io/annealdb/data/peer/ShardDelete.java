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
 * @param shardsBelow without a shard: the coordinator knew, and asked, all shards below that
 *     number. The node applies the delete to later ones that it has by now. 0: to none
 */
public record ShardDelete(
        Optional<ShardId> shard, long databaseId, Delete delete, boolean fresh, long shardsBelow) {
    public ShardDelete {
        if (shard.isPresent() && shardsBelow != 0) {
            throw new IllegalArgumentException("for one shard, and for those from " + shardsBelow);
        }
    }

    /** For one shard. */
    public static ShardDelete of(ShardId shard, long databaseId, Delete delete, boolean fresh) {
        return new ShardDelete(Optional.of(shard), databaseId, delete, fresh, 0);
    }
}

package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.util.Optional;

/** What the coordinator needs to know of the cluster image; always the newest. */
public interface ShardOwners {
    /** Empty if the shard has been dropped. */
    Optional<OwnerSet> ownersOf(ShardId shard);

    /** The node's name, for messages to the operator. */
    String nameOf(NodeId node);
}

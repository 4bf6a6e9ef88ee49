package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.util.Optional;

/** What the coordinator needs to know of the cluster as meta knows it; always the newest. */
public interface ShardOwners {
    /** Empty if the shard has been dropped. */
    Optional<OwnerSet> ownersOf(ShardId shard);

    /** The newest certificate of a shard; empty if it never settled, or its loss was accepted. */
    Optional<ShardCertificate> certificateOf(ShardId shard);

    Watermark watermark();

    /** The node's name, for messages to the operator. */
    String nameOf(NodeId node);
}

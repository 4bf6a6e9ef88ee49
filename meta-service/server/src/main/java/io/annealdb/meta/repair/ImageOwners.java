package io.annealdb.meta.repair;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.OwnerSet;
import io.annealdb.repair.coordinator.ShardOwners;
import java.util.Optional;
import java.util.function.Supplier;

/** Who owns what, by the newest image. */
record ImageOwners(Supplier<ClusterImage> image) implements ShardOwners {
    @Override
    public Optional<OwnerSet> ownersOf(ShardId shard) {
        return image.get()
                .shard(shard)
                .map(place -> new OwnerSet(place.shard().ownerEpoch(), place.shard().ownerNodes()));
    }

    @Override
    public String nameOf(NodeId node) {
        return image.get().dataNode(node).map(DataNodeInfo::name).orElse("node " + node);
    }
}

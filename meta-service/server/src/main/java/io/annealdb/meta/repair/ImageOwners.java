package io.annealdb.meta.repair;

import io.annealdb.image.ClosedStamps;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.OwnerSet;
import io.annealdb.repair.coordinator.ShardCertificate;
import io.annealdb.repair.coordinator.ShardOwners;
import io.annealdb.repair.coordinator.Watermark;
import java.util.Optional;
import java.util.function.Supplier;

/** Who owns what and how far it has settled, by the newest image; how far it may, by heartbeats. */
public record ImageOwners(Supplier<ClusterImage> image, ClosedStamps closed)
        implements ShardOwners {
    @Override
    public Optional<OwnerSet> ownersOf(ShardId shard) {
        return image.get()
                .shard(shard)
                .map(place -> new OwnerSet(place.shard().ownerEpoch(), place.shard().ownerNodes()));
    }

    @Override
    public Optional<ShardCertificate> certificateOf(ShardId shard) {
        return image.get().certificate(shard).map(JobConversion::certificate);
    }

    @Override
    public Watermark watermark() {
        ClusterImage now = image.get();
        return new Watermark(closed.least(now).orElse(0), closed.unheard(now));
    }

    @Override
    public String nameOf(NodeId node) {
        return image.get().dataNode(node).map(DataNodeInfo::name).orElse("node " + node);
    }
}

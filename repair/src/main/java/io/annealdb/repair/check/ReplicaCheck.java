package io.annealdb.repair.check;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.OwnerRoot;
import java.util.List;
import java.util.Map;

/** Compares the replicas of a shard, changing nothing. */
public final class ReplicaCheck {
    private final DryRun dryRun;

    public ReplicaCheck(DryRun dryRun) {
        this.dryRun = dryRun;
    }

    /**
     * @param owners all owners of the shard
     * @param roots of those that answered
     */
    public ShardCheck check(ShardId shard, List<NodeId> owners, Map<NodeId, OwnerRoot> roots) {
        throw new UnsupportedOperationException("" + dryRun);
    }
}

package io.annealdb.repair.check;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the replicas of a shard, changing nothing. Of a pair with equal roots nothing is read;
 * of others only what has to be counted.
 */
public final class ReplicaCheck {
    private final DryRun dryRun;

    public ReplicaCheck(DryRun dryRun) {
        this.dryRun = dryRun;
    }

    /**
     * Goes once around the ring of the owners that answered, A→B, B→C, C→A.
     *
     * @param owners all owners of the shard
     * @param roots of those that answered
     */
    public ShardCheck check(ShardId shard, List<NodeId> owners, Map<NodeId, OwnerRoot> roots) {
        Set<NodeId> unreachable = new TreeSet<>(owners);
        unreachable.removeAll(roots.keySet());
        List<PairDifference> differences = new ArrayList<>();
        List<NodeId> live = owners.stream().filter(roots::containsKey).toList();
        if (!live.isEmpty()) {
            for (Hop pair : RingOrder.of(live).lap()) {
                try {
                    HopDifference difference = compare(shard, pair, roots);
                    if (!difference.isEmpty()) {
                        differences.add(new PairDifference(pair, difference));
                    }
                } catch (OwnerUnavailableException e) {
                    unreachable.add(e.owner());
                }
            }
        }
        List<NodeId> missing = live.stream().filter(owner -> lost(roots.get(owner))).toList();
        return new ShardCheck(shard, differences, missing, List.copyOf(unreachable));
    }

    private HopDifference compare(ShardId shard, Hop pair, Map<NodeId, OwnerRoot> roots)
            throws OwnerUnavailableException {
        OwnerRoot from = roots.get(pair.from());
        OwnerRoot to = roots.get(pair.to());
        return from.root().equals(to.root()) && !lost(to)
                ? HopDifference.NONE
                : dryRun.compare(shard, pair);
    }

    private static boolean lost(OwnerRoot owner) {
        return owner.health() == ReplicaHealth.MISSING;
    }
}

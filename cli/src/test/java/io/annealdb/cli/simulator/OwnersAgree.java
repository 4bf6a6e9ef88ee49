package io.annealdb.cli.simulator;

import io.annealdb.image.ShardPlace;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All owners of each shard are whole and show the same values; their roots, which count stamps and
 * deletes too, are equal.
 */
final class OwnersAgree implements Invariant {
    @Override
    public Optional<String> broken(SimulatedCluster cluster) {
        return cluster.shards().stream()
                .map(place -> broken(place, cluster.owners(place)))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String broken(ShardPlace place, List<SimulatedNode> owners) {
        ShardId shard = place.shard().id();
        SimulatedNode first = owners.get(0);
        for (SimulatedNode owner : owners) {
            OwnerRoot root = root(owner, shard);
            if (root.health() != ReplicaHealth.WHOLE) {
                return "shard " + shard + " on " + owner + " is " + root;
            }
            if (!Contents.of(owner, shard).equals(Contents.of(first, shard))) {
                return "shard %s: %s shows %s, but %s %s"
                        .formatted(
                                shard,
                                first,
                                Contents.of(first, shard),
                                owner,
                                Contents.of(owner, shard));
            }
            if (!root.root().equals(root(first, shard).root())) {
                return "shard %s: %s has %s, but %s %s"
                        .formatted(shard, first, root(first, shard), owner, root);
            }
        }
        return null;
    }

    private static OwnerRoot root(SimulatedNode node, ShardId shard) {
        return node.parts().calls().roots(List.of(shard)).get(0);
    }
}

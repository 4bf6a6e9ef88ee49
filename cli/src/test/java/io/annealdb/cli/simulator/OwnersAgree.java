package io.annealdb.cli.simulator;

import io.annealdb.image.ShardPlace;
import io.annealdb.points.FieldValue;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.RootsQuestion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
            Set<Map.Entry<Place, FieldValue>> mine = Contents.of(owner, shard).entrySet();
            Set<Map.Entry<Place, FieldValue>> theirs = Contents.of(first, shard).entrySet();
            if (!mine.equals(theirs)) {
                return "shard %s: %s alone shows %s, %s alone %s"
                        .formatted(shard, first, less(theirs, mine), owner, less(mine, theirs));
            }
            if (!root.root().equals(root(first, shard).root())) {
                return "shard %s: %s has %s, but %s %s"
                        .formatted(shard, first, root(first, shard), owner, root);
            }
        }
        return null;
    }

    private static <T> List<T> less(Set<T> all, Set<T> without) {
        return all.stream().filter(each -> !without.contains(each)).toList();
    }

    private static OwnerRoot root(SimulatedNode node, ShardId shard) {
        return node.parts().calls().roots(RootsQuestion.plain(List.of(shard))).get(0);
    }
}

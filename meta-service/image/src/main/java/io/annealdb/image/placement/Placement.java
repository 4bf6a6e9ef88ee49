package io.annealdb.image.placement;

import io.annealdb.points.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses the owners of a new group's shards. The same question gets the same answer on every meta
 * node.
 *
 * <pre>
 *   copies = min(replication, nodes)      shards = max(1, nodes / copies)
 *   owner  = living before dead, then a zone not yet used by the shard, then the fewest shards, then the lowest id
 * </pre>
 *
 * The dead come last but count: what is written for them waits as hints, so that the replication
 * holds.
 */
public final class Placement {
    /** What placement asks of a node: its zone, and the shards it owns already. */
    public record Candidate(NodeId id, String zone, int shards) {}

    private Placement() {}

    /**
     * The owners of each shard.
     *
     * @param candidates every registered data node; not empty
     */
    public static List<List<NodeId>> place(
            List<Candidate> candidates, Set<NodeId> living, int replication) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("no data node to place a shard on");
        }
        int copies = Math.min(replication, candidates.size());
        int shards = Math.max(1, candidates.size() / copies);
        Map<NodeId, Integer> load = new TreeMap<>();
        candidates.forEach(candidate -> load.put(candidate.id(), candidate.shards()));
        List<List<NodeId>> placed = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            placed.add(owners(candidates, living, copies, load));
        }
        return placed;
    }

    private static List<NodeId> owners(
            List<Candidate> candidates, Set<NodeId> living, int copies, Map<NodeId, Integer> load) {
        List<Candidate> left = new ArrayList<>(candidates);
        Map<String, Integer> usedZones = new TreeMap<>();
        Set<NodeId> owners = new TreeSet<>();
        while (owners.size() < copies) {
            Candidate best =
                    left.stream()
                            .min(
                                    Comparator.comparing(
                                                    (Candidate node) -> !living.contains(node.id()))
                                            .thenComparing(
                                                    node -> usedZones.getOrDefault(node.zone(), 0))
                                            .thenComparing(node -> load.get(node.id()))
                                            .thenComparing(Candidate::id))
                            .orElseThrow();
            left.remove(best);
            owners.add(best.id());
            load.merge(best.id(), 1, Integer::sum);
            usedZones.merge(best.zone(), 1, Integer::sum);
        }
        return List.copyOf(owners);
    }
}

package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.compare.ReplicaHealth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the owners of one shard said of their copies, at about one moment.
 *
 * @param owners as the image had them
 * @param at R; 0 if it was not known
 * @param leftOut cells that do not count in the roots
 * @param roots of those that answered, by owner
 */
record Gathering(OwnerSet owners, long at, CellSet leftOut, SortedMap<NodeId, OwnerRoot> roots) {
    Gathering(OwnerSet owners, long at, CellSet leftOut, Map<NodeId, OwnerRoot> roots) {
        this(owners, at, leftOut, new TreeMap<>(roots));
    }

    /** Owners that answered, sorted. */
    List<NodeId> live() {
        return List.copyOf(roots.keySet());
    }

    List<NodeId> absent() {
        return owners.owners().stream().filter(owner -> !roots.containsKey(owner)).toList();
    }

    /** Whether all that answered have the same root. */
    boolean equal() {
        return roots.values().stream().map(OwnerRoot::root).distinct().count() <= 1;
    }

    /** Cells of which roots at R say nothing: left out, or open on some owner. */
    CellSet open() {
        CellSet.Builder open = CellSet.builder().add(leftOut);
        roots.values().forEach(root -> open.add(root.settling().open()));
        return open.build();
    }

    /** Whether all that answered say that they have settled alike. */
    boolean settledAlike() {
        Settling first = roots.isEmpty() ? Settling.NONE : any().settling();
        return roots.values().stream().allMatch(root -> root.settling().alike(first));
    }

    /** One of those that answered. */
    OwnerRoot any() {
        return roots.get(roots.firstKey());
    }

    Set<NodeId> with(ReplicaHealth health) {
        return roots.values().stream()
                .filter(root -> root.health() == health)
                .map(OwnerRoot::owner)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Owners whose copy never lost anything. If none ever held the shard, an empty copy is the
     * whole truth.
     */
    Set<NodeId> whole() {
        Set<NodeId> whole = with(ReplicaHealth.WHOLE);
        boolean nothingLost =
                with(ReplicaHealth.MISSING).isEmpty() && with(ReplicaHealth.DAMAGED).isEmpty();
        return whole.isEmpty() && nothingLost ? with(ReplicaHealth.UNKNOWN) : whole;
    }

    /** Owners whose root equals that of one of these. */
    Set<NodeId> equalTo(Set<NodeId> some) {
        Set<ShardRoot> wanted =
                roots.values().stream()
                        .filter(root -> some.contains(root.owner()))
                        .map(OwnerRoot::root)
                        .collect(Collectors.toSet());
        return roots.values().stream()
                .filter(root -> wanted.contains(root.root()))
                .map(OwnerRoot::owner)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

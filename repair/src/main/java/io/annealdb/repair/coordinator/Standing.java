package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.repair.compare.ReplicaHealth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the owners that answered have settled, each against the others and all against the
 * certificate (repair.md R5, R6). Only whole copies are a measure for others: one that has lost
 * something may say that it has settled what it does not hold.
 *
 * @param certificateReached a whole copy has come as far as the certificate; also true if there is
 *     none, or no whole copy: then other rules speak
 * @param behind owners that have to be reset before they may be a source, sorted
 * @param upToDate whole copies that have settled at least as far as {@code settled}, sorted
 * @param settled what those that are behind take over
 */
record Standing(
        boolean certificateReached,
        List<NodeId> behind,
        List<NodeId> upToDate,
        SettledCells settled) {
    /**
     * @param gathering with settled cells, unless all have settled alike
     */
    static Standing of(Gathering gathering, Optional<ShardCertificate> certificate) {
        List<OwnerRoot> whole =
                gathering.roots().values().stream().filter(OwnerRoot::whole).toList();
        boolean reached = isReached(certificate, gathering);
        if (whole.isEmpty() || gathering.settledAlike()) {
            return new Standing(reached, List.of(), List.of(), SettledCells.NONE);
        }
        SettledCells measure = measure(whole);
        Predicate<OwnerRoot> behind = root -> cells(root).behind(measure);
        return new Standing(
                reached,
                gathering.roots().values().stream()
                        .filter(root -> root.health() != ReplicaHealth.UNKNOWN)
                        .filter(behind)
                        .map(OwnerRoot::owner)
                        .toList(),
                whole.stream().filter(behind.negate()).map(OwnerRoot::owner).toList(),
                measure);
    }

    /** Whether a whole copy has come as far as the certificate. */
    static boolean isReached(Optional<ShardCertificate> certificate, Gathering gathering) {
        List<OwnerRoot> whole =
                gathering.roots().values().stream().filter(OwnerRoot::whole).toList();
        return whole.isEmpty()
                || certificate
                        .filter(some -> !some.open().equals(CellSet.ALL))
                        .map(
                                some ->
                                        whole.stream()
                                                .anyMatch(
                                                        root -> root.settling().reaches(some.at())))
                        .orElse(true);
    }

    /**
     * Of an owner that is behind nobody; if each is behind another in some cell, of the one with
     * the highest R: what it has settled is true, and each reset brings an owner further.
     */
    private static SettledCells measure(List<OwnerRoot> whole) {
        return whole.stream()
                .filter(one -> whole.stream().noneMatch(other -> isBehind(one, other)))
                .findFirst()
                .or(
                        () ->
                                whole.stream()
                                        .max(
                                                Comparator.comparing(
                                                        root -> root.settling().highest(),
                                                        Long::compareUnsigned)))
                .map(Standing::cells)
                .orElseThrow();
    }

    private static boolean isBehind(OwnerRoot one, OwnerRoot other) {
        return cells(one).behind(cells(other));
    }

    private static SettledCells cells(OwnerRoot root) {
        return root.settling().cells().orElse(SettledCells.NONE);
    }
}

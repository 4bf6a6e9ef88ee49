package io.annealdb.repair.antientropy;

import io.annealdb.points.NodeId;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ShardRoot;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The roots of a shard's owners, asked for at about one moment.
 *
 * @param roots of those that answered, by owner
 * @param bytes of the largest copy
 */
record Look(Instant at, SortedMap<NodeId, ShardRoot> roots, long bytes) {
    Look(Instant at, Map<NodeId, ShardRoot> roots, long bytes) {
        this(at, new TreeMap<>(roots), bytes);
    }

    /** Whether all that answered have one root. */
    boolean equal() {
        return roots.values().stream().distinct().count() <= 1;
    }

    /** The first owner's root; of equal owners the one that they have. */
    ShardRoot root() {
        return roots.isEmpty() ? ShardRoot.EMPTY : roots.get(roots.firstKey());
    }

    /**
     * Whether the same owners lack the same items as in an earlier look, whatever was written to
     * all of them in between. Roots are sums, so what an owner lacks is its root less another's;
     * and writes under way would have to be the very same ones at both moments.
     */
    boolean differsAs(Look earlier) {
        return !equal()
                && roots.keySet().equals(earlier.roots.keySet())
                && lacking().equals(earlier.lacking());
    }

    private Map<NodeId, ShardRoot> lacking() {
        Map<NodeId, ShardRoot> lacking = new TreeMap<>();
        roots.forEach((owner, root) -> lacking.put(owner, less(root, root())));
        return lacking;
    }

    private static ShardRoot less(ShardRoot one, ShardRoot other) {
        CellDigest a = one.content();
        CellDigest b = other.content();
        return new ShardRoot(
                new CellDigest(
                        a.low() - b.low(),
                        a.high() - b.high(),
                        a.version() - b.version(),
                        a.values() - b.values()),
                one.deletes() - other.deletes());
    }
}

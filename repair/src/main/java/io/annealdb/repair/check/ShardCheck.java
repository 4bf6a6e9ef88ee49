package io.annealdb.repair.check;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import java.util.List;

/**
 * How the replicas of one shard compare.
 *
 * @param differences one for each direction of the ring in which something differs
 * @param missing owners that say of themselves that they lost the shard, sorted; never read as
 *     empty
 * @param unreachable owners that did not answer, sorted
 */
public record ShardCheck(
        ShardId shard,
        List<PairDifference> differences,
        List<NodeId> missing,
        List<NodeId> unreachable) {
    /** What the exit code of {@code anneal check} says. */
    public enum Verdict {
        EQUAL,
        /** An owner did not answer, the others are equal. */
        INCOMPLETE,
        DIFFERENT
    }

    public ShardCheck {
        differences = List.copyOf(differences);
        missing = missing.stream().sorted().toList();
        unreachable = unreachable.stream().sorted().toList();
    }

    /** Whether all owners answered and none lacks anything. */
    public boolean equal() {
        return verdict() == Verdict.EQUAL;
    }

    public Verdict verdict() {
        if (!differences.isEmpty() || !missing.isEmpty()) {
            return Verdict.DIFFERENT;
        }
        return unreachable.isEmpty() ? Verdict.EQUAL : Verdict.INCOMPLETE;
    }

    /** The verdict over several shards: a difference outweighs an owner that is away. */
    public static Verdict verdict(List<ShardCheck> checks) {
        return checks.stream().map(ShardCheck::verdict).max(Enum::compareTo).orElse(Verdict.EQUAL);
    }
}

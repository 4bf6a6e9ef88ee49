package io.annealdb.repair.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.ring.Hop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaCheckTest {
    private static final ShardId SHARD = new ShardId(7);
    private static final List<NodeId> OWNERS = List.of(new NodeId(1), new NodeId(2), new NodeId(3));
    private static final HopDifference SOME =
            new HopDifference(false, 120, 360, 3, 0, 5, 9, List.of());

    private final List<String> asked = new ArrayList<>();
    private final Map<Hop, HopDifference> differences = new HashMap<>();
    private final ReplicaCheck check =
            new ReplicaCheck(
                    (shard, pair) -> {
                        asked.add(pair.toString());
                        return differences.getOrDefault(pair, HopDifference.NONE);
                    });

    private static OwnerRoot root(int node, long content, ReplicaHealth health) {
        ShardRoot root = new ShardRoot(new CellDigest(content, 0, 0, 1), 0);
        return new OwnerRoot(new NodeId(node), health, root, 0, 0, "");
    }

    private static Map<NodeId, OwnerRoot> roots(OwnerRoot... roots) {
        Map<NodeId, OwnerRoot> byOwner = new HashMap<>();
        for (OwnerRoot root : roots) {
            byOwner.put(root.owner(), root);
        }
        return byOwner;
    }

    private static OwnerRoot whole(int node, long content) {
        return root(node, content, ReplicaHealth.WHOLE);
    }

    @Test
    void equalRootsAreBelievedWithoutAComparison() {
        ShardCheck equal = check.check(SHARD, OWNERS, roots(whole(1, 5), whole(2, 5), whole(3, 5)));
        assertThat(equal.equal()).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void eachDirectionOfTheRingIsToldOnce() {
        differences.put(new Hop(new NodeId(3), new NodeId(1)), SOME);
        ShardCheck different =
                check.check(SHARD, OWNERS, roots(whole(1, 5), whole(2, 5), whole(3, 6)));
        assertThat(asked).containsExactly("2→3", "3→1");
        assertThat(different.differences())
                .containsExactly(new PairDifference(new Hop(new NodeId(3), new NodeId(1)), SOME));
        assertThat(different.verdict()).isEqualTo(ShardCheck.Verdict.DIFFERENT);
    }

    @Test
    void anOwnerThatIsAwayLeavesTheCheckIncomplete() {
        ShardCheck incomplete = check.check(SHARD, OWNERS, roots(whole(1, 5), whole(3, 5)));
        assertThat(incomplete.unreachable()).containsExactly(new NodeId(2));
        assertThat(incomplete.equal()).isFalse();
        assertThat(incomplete.verdict()).isEqualTo(ShardCheck.Verdict.INCOMPLETE);
    }

    @Test
    void anOwnerThatDiesDuringTheCheckIsUnreachable() {
        ReplicaCheck dying =
                new ReplicaCheck(
                        (shard, pair) -> {
                            throw new OwnerUnavailableException(pair.to(), "gone");
                        });
        ShardCheck incomplete =
                dying.check(SHARD, OWNERS.subList(0, 2), roots(whole(1, 5), whole(2, 6)));
        assertThat(incomplete.unreachable()).containsExactly(new NodeId(1), new NodeId(2));
        assertThat(incomplete.verdict()).isEqualTo(ShardCheck.Verdict.INCOMPLETE);
    }

    @Test
    void aLostShardIsNotEqualEvenWithoutASecondOwner() {
        ShardCheck lost =
                check.check(SHARD, OWNERS.subList(0, 1), roots(root(1, 0, ReplicaHealth.MISSING)));
        assertThat(lost.missing()).containsExactly(new NodeId(1));
        assertThat(lost.verdict()).isEqualTo(ShardCheck.Verdict.DIFFERENT);
    }

    @Test
    void aDifferenceOutweighsAnOwnerThatIsAway() {
        ShardCheck away = check.check(SHARD, OWNERS, roots(whole(1, 5)));
        ShardCheck lost = check.check(SHARD, OWNERS, roots(root(1, 5, ReplicaHealth.MISSING)));
        assertThat(ShardCheck.verdict(List.of(lost, away))).isEqualTo(ShardCheck.Verdict.DIFFERENT);
        assertThat(ShardCheck.verdict(List.of())).isEqualTo(ShardCheck.Verdict.EQUAL);
    }
}

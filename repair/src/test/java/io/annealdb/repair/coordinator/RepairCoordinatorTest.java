package io.annealdb.repair.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepairCoordinatorTest {
    /** Each of three owners lacks what the others have. */
    private static TestCluster threeThatDiffer() {
        TestCluster cluster = TestCluster.of(3);
        cluster.write(0, 100, 1, 2, 3);
        cluster.write(100, 110, 1);
        cluster.write(200, 220, 2);
        cluster.write(300, 330, 3);
        return cluster;
    }

    @Test
    void oneRingRepairsAllAndEachPointGoesToEachNodeOnce() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(2, false);
        RepairJob job = cluster.run();
        assertThat(cluster.hops())
                .containsExactly("2→3 verified", "3→1 verified", "1→2 verified", "2→3 verified");
        assertThat(cluster.script)
                .containsExactly(
                        "hop 2→3 sent 20",
                        "hop 3→1 sent 50",
                        "hop 1→2 sent 40",
                        "hop 2→3 sent 10",
                        "ended at 1 whole",
                        "ended at 2 whole",
                        "ended at 3 whole");
        assertThat(cluster.equal()).isTrue();
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.certified()).isTrue();
        assertThat(job.gatherBytes()).isEqualTo(3 * 3 * 80);
        assertThat(cluster.ended)
                .allMatch(end -> end.debtsPaidBefore().equals(Optional.of(TestCluster.T0)));
    }

    @Test
    void equalOwnersNeedNoHop() {
        TestCluster cluster = TestCluster.of(3);
        cluster.write(0, 100, 1, 2, 3);
        cluster.startJob(1, false);
        RepairJob job = cluster.run();
        assertThat(cluster.hops())
                .containsExactly("1→2 skipped", "2→3 skipped", "3→1 skipped", "1→2 skipped");
        assertThat(job.certified()).isTrue();
        assertThat(job.gatherBytes()).isEqualTo(3 * 80);
        assertThat(job.shards().get(0).hops()).noneMatch(HopReport::ran);
    }

    @Test
    void aPlannedRingIsGoneOnThePlannedRoots() throws Exception {
        TestCluster cluster = threeThatDiffer();
        cluster.startPlannedJob(cluster.plannedRoots());
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.equal()).isTrue();
    }

    @Test
    void aPlannedRingIsNotBegunIfSomethingCameSinceThePlan() throws Exception {
        TestCluster cluster = threeThatDiffer();
        cluster.startPlannedJob(cluster.plannedRoots());
        cluster.write(400, 401, 2);
        RepairJob job = cluster.run();
        assertThat(job.certified()).isFalse();
        assertThat(cluster.script).noneMatch(line -> line.startsWith("hop"));
        assertThat(cluster.repair().note()).contains("since the plan", "--dry-run");
    }

    @Test
    void aWholeShardWithOneOwnerIsCertified() {
        TestCluster cluster = TestCluster.of(1);
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.hops()).isEmpty();
    }

    @Test
    void anOwnerThatIsAwayIsNamedAndNothingIsCertified() {
        TestCluster cluster = threeThatDiffer();
        cluster.kill(3);
        cluster.startJob(3, false);
        RepairJob job = cluster.run();
        assertThat(cluster.hops()).containsExactly("1→2 verified", "2→1 verified");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.certified()).isFalse();
        assertThat(cluster.repair().absent()).containsExactly(new NodeId(3));
        assertThat(cluster.repair().note()).contains("data-3 did not answer");
        assertThat(cluster.ended).allMatch(end -> end.debtsPaidBefore().isEmpty());
    }

    @Test
    void ifAnOwnerDiesTheRingStartsAgainWithThoseLeft() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.kill(2));
        RepairJob job = cluster.run();
        assertThat(cluster.hops()).containsExactly("1→2 verified", "1→3 verified", "3→1 verified");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.certified()).isFalse();
        assertThat(cluster.copy(1).root()).isEqualTo(cluster.copy(3).root());
        cluster.revive(2);
        cluster.startJob(1, false);
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.equal()).isTrue();
    }

    @Test
    void anOwnerThatComesBackWhileTheRingClosesGetsARingOfItsOwn() {
        TestCluster cluster = threeThatDiffer();
        cluster.kill(3);
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.revive(3));
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.equal()).isTrue();
        assertThat(cluster.hops()).hasSize(2 + 4);
    }

    @Test
    void aPassingFailureIsTriedAgainAndCountersStay() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        int[] left = {2};
        cluster.failing(
                order -> {
                    if (order.hop().from().value() == 2 && left[0]-- > 0) {
                        throw new IllegalStateException("stream broken");
                    }
                });
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.script).startsWith("hop 1→2 sent 10", "hop 2→3 failed");
        assertThat(cluster.hops())
                .containsExactly("1→2 verified", "2→3 verified", "3→1 verified", "1→2 verified");
        assertThat(Duration.between(TestCluster.T0, cluster.now)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aHopThatFailsForGoodFailsTheJobAndSaysWhy() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.failing(
                order -> {
                    throw new IllegalStateException("disk full on data-2");
                });
        RepairJob job = cluster.run();
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.failure())
                .isEqualTo("shard 7: hop data-1→data-2 failed 3 times: disk full on data-2");
        assertThat(cluster.hops()).allMatch(hop -> hop.endsWith("abandoned"));
    }

    @Test
    void theNextLeaderGoesOnWithTheFirstHopThatIsNotGone() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.beforeHop(3, () -> cluster.leading = false);
        cluster.run();
        assertThat(cluster.script).endsWith("hop 3→1 sent 50", "leader lost");
        assertThat(cluster.hops())
                .containsExactly("1→2 verified", "2→3 verified", "3→1 planned", "1→2 planned");
        cluster.leading = true;
        cluster.script.clear();
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.script).startsWith("hop 3→1 sent 0", "hop 1→2 sent 30");
        assertThat(cluster.hops())
                .containsExactly("1→2 verified", "2→3 verified", "3→1 skipped", "1→2 verified");
        assertThat(cluster.equal()).isTrue();
    }

    @Test
    void aCancelledJobAbandonsWhatIsNotGone() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.beforeHop(
                2, () -> cluster.whileHopping(() -> cluster.command(JobState.CANCELLED, "")));
        RepairJob job = cluster.run();
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cluster.hops())
                .containsExactly("1→2 verified", "2→3 abandoned", "3→1 abandoned", "1→2 abandoned");
        assertThat(cluster.repair().hops().get(1).pointsSent()).isZero();
        assertThat(cluster.ended).noneMatch(RingEnded::whole);
        assertThat(cluster.fences()).isEmpty();
    }

    @Test
    void aPausedJobStopsAndGoesOnWhereItStood() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.command(JobState.PAUSED, ""));
        assertThat(cluster.run().state()).isEqualTo(JobState.PAUSED);
        assertThat(cluster.hops())
                .containsExactly("1→2 verified", "2→3 planned", "3→1 planned", "1→2 planned");
        cluster.command(JobState.QUEUED, "");
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.hops()).hasSize(4).allMatch(hop -> hop.endsWith("verified"));
    }

    @Test
    void aLostCopyIsFilledFromAWholeOneAndMayBeReadAgain() {
        TestCluster cluster = TestCluster.of(3);
        cluster.write(0, 100, 1, 2, 3);
        cluster.copy(2).lose();
        cluster.startJob(2, false);
        RepairJob job = cluster.run();
        assertThat(job.certified()).isTrue();
        assertThat(cluster.copy(2).health()).isEqualTo(ReplicaHealth.WHOLE);
        assertThat(cluster.equal()).isTrue();
        assertThat(job.shards().get(0).hops()).filteredOn(HopReport::shardCopied).hasSize(1);
    }

    @Test
    void ifEveryCopyIsGoneTheJobFailsAndSaysHowToGoOn() {
        TestCluster cluster = TestCluster.of(2);
        cluster.copy(1).lose();
        cluster.copy(2).lose();
        cluster.startJob(1, false);
        RepairJob job = cluster.run();
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.failure()).contains("shard 7: every copy is gone").contains("--accept-loss");
        assertThat(cluster.hops()).isEmpty();
        assertThat(cluster.ended).noneMatch(RingEnded::whole);
        assertThat(cluster.fences()).isEmpty();
    }

    @Test
    void anAcceptedLossIsRecordedAndTheOwnersServeWhatIsThere() {
        TestCluster cluster = TestCluster.of(2);
        cluster.copy(1).lose();
        cluster.copy(2).lose();
        cluster.write(0, 5, 2);
        cluster.startJob(1, true);
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.accepted).containsExactly(TestCluster.SHARD);
        assertThat(cluster.copy(1).health()).isEqualTo(ReplicaHealth.WHOLE);
        assertThat(cluster.copy(1).visible()).hasSize(5);
    }

    @Test
    void aMissingCopyIsNotMadeWholeByAnEmptyOneThatNeverHeldTheShard() {
        TestCluster cluster = TestCluster.of(2);
        cluster.copy(1).lose();
        cluster.copy(2).become(ReplicaHealth.UNKNOWN);
        cluster.startJob(1, false);
        assertThat(cluster.run().state()).isEqualTo(JobState.FAILED);
        assertThat(cluster.copy(1).health()).isEqualTo(ReplicaHealth.MISSING);
    }

    @Test
    void aShardThatNobodyHasWrittenToIsEqual() {
        TestCluster cluster = TestCluster.of(3);
        for (int node = 1; node <= 3; node++) {
            cluster.copy(node).become(ReplicaHealth.UNKNOWN);
        }
        cluster.startJob(1, false);
        assertThat(cluster.run().certified()).isTrue();
    }

    @Test
    void aDamagedCopyGivesItsPointsButMakesNoneWhole() {
        TestCluster cluster = TestCluster.of(2);
        cluster.write(0, 50, 1);
        cluster.copy(1).become(ReplicaHealth.DAMAGED);
        cluster.copy(2).lose();
        cluster.startJob(1, false);
        RepairJob job = cluster.run();
        assertThat(cluster.equal()).isTrue();
        assertThat(cluster.copy(2).visible()).hasSize(50);
        assertThat(cluster.copy(2).health()).isEqualTo(ReplicaHealth.MISSING);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.certified()).isFalse();
        assertThat(cluster.repair().note()).contains("no copy is whole").contains("--accept-loss");
    }

    @Test
    void whatAWholeOwnerHandedOnBeforeItDiedIsWhole() {
        TestCluster cluster = TestCluster.of(3);
        cluster.write(0, 50, 1);
        cluster.copy(2).lose();
        cluster.copy(3).lose();
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.kill(1));
        assertThat(cluster.run().certified()).isFalse();
        assertThat(cluster.copy(2).health()).isEqualTo(ReplicaHealth.WHOLE);
        assertThat(cluster.copy(3).health()).isEqualTo(ReplicaHealth.WHOLE);
        assertThat(cluster.copy(3).visible()).hasSize(50);
    }

    @Test
    void writesDuringTheRingGetAFurtherRing() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.beforeHop(4, () -> cluster.write(400, 401, 3));
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.hops()).hasSize(8);
        assertThat(cluster.equal()).isTrue();
    }

    @Test
    void afterTwoFurtherRingsAShardThatNeverRestsIsGivenUp() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        for (int hop = 4; hop <= 12; hop += 4) {
            int time = 400 + hop;
            cluster.beforeHop(hop, () -> cluster.write(time, time + 1, 3));
        }
        RepairJob job = cluster.run();
        assertThat(cluster.hops()).hasSize(12);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.certified()).isFalse();
        assertThat(cluster.repair().note()).contains("still differ after 3 rings");
    }

    @Test
    void aShardDroppedMeanwhileIsSkippedWithANote() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.beforeHop(2, cluster::drop);
        RepairJob job = cluster.run();
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(cluster.repair().note()).contains("dropped");
        assertThat(cluster.hops())
                .containsExactly("1→2 verified", "2→3 abandoned", "3→1 abandoned", "1→2 abandoned");
    }

    @Test
    void anOwnerThatLeavesMakesTheRingStartAgain() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.beforeHop(1, () -> cluster.removeOwner(3));
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.hops()).containsExactly("1→2 verified", "1→2 verified", "2→1 verified");
    }

    @Test
    void shardsOfAJobAreRepairedOneAfterTheOther() {
        TestCluster cluster = threeThatDiffer();
        ShardId equal = new ShardId(3);
        cluster.addShard(equal, 2);
        cluster.startJob(1, false);
        RepairJob job = cluster.run();
        assertThat(job.certified()).isTrue();
        assertThat(job.shard(equal).orElseThrow().hops())
                .allMatch(hop -> hop.phase() == HopPhase.SKIPPED);
        assertThat(cluster.equal()).isTrue();
    }

    @Test
    void theLastLiveOwnerHasNobodyToGoTo() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.beforeHop(2, () -> cluster.kill(2));
        cluster.beforeHop(2, () -> cluster.kill(3));
        RepairJob job = cluster.run();
        assertThat(cluster.hops()).containsExactly("1→2 verified");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(cluster.repair().absent()).containsExactly(new NodeId(2), new NodeId(3));
    }

    @Test
    void anInterruptedHopLeavesTheJobToTheNextLeader() {
        TestCluster cluster = threeThatDiffer();
        cluster.startJob(1, false);
        cluster.failing(
                order -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("this meta node stops");
                });
        assertThatThrownBy(() -> cluster.coordinator().run(1))
                .isInstanceOf(InterruptedException.class);
        assertThat(cluster.hops()).allMatch(hop -> hop.endsWith("planned"));
        cluster.failing(order -> {});
        assertThat(cluster.run().certified()).isTrue();
    }

    @Test
    void aJobThatHasEndedIsNoWork() throws Exception {
        TestCluster cluster = TestCluster.of(1);
        cluster.startJob(1, false);
        cluster.command(JobState.CANCELLED, "");
        assertThat(cluster.coordinator().begin(1).step()).isFalse();
    }
}

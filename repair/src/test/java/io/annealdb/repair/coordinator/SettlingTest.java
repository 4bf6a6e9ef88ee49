package io.annealdb.repair.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.repair.compare.ModelReplica;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules R1 to R8 and O4 as the coordinator keeps them. */
class SettlingTest {
    private static TestCluster equalThree() {
        TestCluster cluster = TestCluster.of(3);
        cluster.write(0, 100, 1, 2, 3);
        cluster.startJob(1, false);
        return cluster;
    }

    private static Stamp late(TestCluster cluster, int after) {
        return new Stamp(cluster.closed + after, 1, 1);
    }

    private static ShardCertificate certificate(TestCluster cluster) {
        return cluster.certificateOf(TestCluster.SHARD).orElseThrow();
    }

    private static void repairAgain(TestCluster cluster) {
        cluster.startJob(1, false);
        cluster.run();
    }

    @Test
    void equalOwnersSettleWithOneRoundTripAndOneRecord() {
        TestCluster cluster = equalThree();
        RepairJob job = cluster.run();
        assertThat(job.gatherBytes()).isEqualTo(3 * 80);
        assertThat(certificate(cluster))
                .isEqualTo(
                        new ShardCertificate(
                                TestCluster.SHARD,
                                1,
                                cluster.closed,
                                cluster.copy(1).root(),
                                CellSet.NONE,
                                "r-1"));
        assertThat(cluster.repair().certificateAt()).isEqualTo(cluster.closed);
        assertThat(cluster.settling(3).settled).isEqualTo(SettledCells.allAt(cluster.closed));
        assertThat(cluster.fences()).isEmpty();
    }

    @Test
    void manyEqualShardsTakeFewRecordsAndMessages() {
        TestCluster cluster = TestCluster.of(3);
        for (int shard = 100; shard < 199; shard++) {
            cluster.addShard(new ShardId(shard), 3);
        }
        cluster.startJob(1, false);
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.commits).extracting(List::size).containsExactly(64, 36);
        assertThat(cluster.records).isEqualTo(2);
        assertThat(cluster.ended).hasSize(2 * 3);
        assertThat(cluster.fences()).isEmpty();
    }

    @Test
    void aShardWithOneOwnerSettlesWithoutARing() {
        TestCluster cluster = TestCluster.of(1);
        cluster.write(0, 10, 1);
        cluster.startJob(1, false);
        cluster.run();
        assertThat(certificate(cluster).at()).isEqualTo(cluster.closed);
        assertThat(cluster.hops()).isEmpty();
    }

    @Test
    void withoutTheClosedStampsOfAllNodesEqualOwnersAreCertifiedButDoNotSettle() {
        TestCluster cluster = equalThree();
        cluster.unheard = List.of(new NodeId(4));
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.certificateOf(TestCluster.SHARD)).isEmpty();
        assertThat(cluster.repair().certificateAt()).isZero();
        assertThat(cluster.repair().note()).contains("data-4", "not settled");
    }

    @Test
    void aCertificateThatStandsIsNotWrittenAgain() {
        TestCluster cluster = equalThree();
        cluster.run();
        cluster.closed += 1000;
        repairAgain(cluster);
        assertThat(cluster.commits).hasSize(1);
        assertThat(cluster.standing).containsExactly(TestCluster.SHARD);
        assertThat(cluster.repair().certificateAt()).isEqualTo(certificate(cluster).at());
        cluster.write(100, 101, 1, 2, 3);
        repairAgain(cluster);
        assertThat(cluster.commits).hasSize(2);
        assertThat(certificate(cluster).at()).isEqualTo(cluster.closed);
    }

    @Test
    void aCertificateStandsAlsoWhenItsDeletesHaveSettled() {
        TestCluster cluster = equalThree();
        cluster.delete(0, 10, ModelReplica.stamp(500, 1), 1, 2, 3);
        cluster.run();
        assertThat(cluster.copy(1).allDeletes()).isEmpty();
        assertThat(cluster.copy(1).root()).isNotEqualTo(certificate(cluster).root());
        cluster.closed += 10;
        repairAgain(cluster);
        assertThat(cluster.commits).hasSize(1);
        assertThat(cluster.standing).containsExactly(TestCluster.SHARD);
    }

    @Test
    void cellsAboveRStayOpenAndSettleOnceRHasPassedThem() {
        TestCluster cluster = equalThree();
        cluster.write(63_500, late(cluster, 5), 1, 2, 3);
        cluster.run();
        assertThat(certificate(cluster).open())
                .isEqualTo(CellSet.builder().addWindows(63, 63).build());
        assertThat(cluster.settling(1).settled.at(63, 0)).isZero();
        assertThat(cluster.settling(1).settled.at(0, 0)).isEqualTo(cluster.closed);
        cluster.closed += 10;
        repairAgain(cluster);
        assertThat(cluster.settling(1).settled).isEqualTo(SettledCells.allAt(cluster.closed));
    }

    @Test
    void aShardThatNeverRestsIsRepairedAndCertifiedInItsClosedCells() {
        TestCluster cluster = TestCluster.of(3);
        cluster.write(0, 100, 1, 2, 3);
        cluster.write(100, 110, 1);
        cluster.write(5_000, 5_030, 3);
        int[] written = {0};
        cluster.whileAsked( // what one owner has, the next one gets a moment later
                () -> {
                    int now = ++written[0];
                    cluster.write(63_000 + now, late(cluster, now), 1 + now % 3);
                    cluster.write(63_000 + now - 3, late(cluster, Math.max(1, now - 3)), 1, 2, 3);
                });
        cluster.startJob(1, false);
        RepairJob job = cluster.run();
        assertThat(cluster.equal()).isFalse();
        assertThat(cluster.hops()).hasSize(4);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.certified()).isTrue();
        assertThat(certificate(cluster).open())
                .isEqualTo(CellSet.builder().addWindows(62, 63).build());
        assertThat(cluster.copy(2).visible()).hasSizeGreaterThan(100 + 10 + 30);
        assertThat(cluster.settling(2).settled.at(5, 9)).isEqualTo(cluster.closed);
    }

    @Test
    void recentPointsLostOnOneOwnerAreHealedByOneRing() {
        TestCluster cluster = equalThree();
        for (int i = 0; i < 100; i++) {
            cluster.write(63_000 + i, late(cluster, i + 1), 1, 3);
        }
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.hops()).hasSize(4);
        assertThat(cluster.copy(2).visible()).hasSize(200);
    }

    @Test
    void whileAnOwnerIsAwayNothingSettlesAndNoFenceStays() {
        TestCluster cluster = equalThree();
        cluster.kill(3);
        assertThat(cluster.run().certified()).isFalse();
        assertThat(cluster.commits).isEmpty();
        assertThat(cluster.fences()).isEmpty();
    }

    @Test
    void anOwnerThatDiesBehindItsFenceKeepsItUntilTheNextRepair() {
        TestCluster cluster = equalThree();
        cluster.write(200, 210, 2);
        cluster.beforeHop(2, () -> cluster.kill(3));
        cluster.run();
        assertThat(cluster.fences()).containsExactly(3);
        cluster.revive(3);
        repairAgain(cluster);
        assertThat(cluster.fences()).isEmpty();
        assertThat(cluster.repair().certified()).isTrue();
    }

    @Test
    void fencesEndWithAPausedACancelledAndAFailedJob() {
        for (JobState command : List.of(JobState.PAUSED, JobState.CANCELLED)) {
            TestCluster cluster = equalThree();
            cluster.write(200, 210, 2);
            cluster.beforeHop(2, () -> cluster.command(command, ""));
            cluster.run();
            assertThat(cluster.fences()).isEmpty();
        }
        TestCluster cluster = equalThree();
        cluster.write(200, 210, 2);
        cluster.failing(
                order -> {
                    throw new IllegalStateException("disk full");
                });
        assertThat(cluster.run().state()).isEqualTo(JobState.FAILED);
        assertThat(cluster.fences()).isEmpty();
    }

    @Test
    void ownersThatChangeBeforeTheCommitAreAskedAnew() {
        TestCluster cluster = equalThree();
        cluster.beforeCommit =
                () -> {
                    cluster.beforeCommit = () -> {};
                    cluster.removeOwner(3);
                };
        assertThat(cluster.run().certified()).isTrue();
        assertThat(cluster.commits).hasSize(2);
        assertThat(certificate(cluster).ownerEpoch()).isEqualTo(2);
    }

    /** Points 0..9 deleted and the delete purged on 1 and 2; 3 has an old disk put back. */
    private static TestCluster oldDiskAt3() {
        TestCluster cluster = equalThree();
        cluster.run();
        SettledCells old = cluster.settling(3).settled;
        cluster.delete(0, 10, late(cluster, 1), 1, 2, 3);
        cluster.closed += 10;
        repairAgain(cluster);
        assertThat(cluster.copy(1).allDeletes()).isEmpty();
        cluster.settling(3).settled = old;
        cluster.write(0, 10, 3);
        cluster.write(500, 505, 3); // the others have missed it: acknowledged, and below R
        return cluster;
    }

    @Test
    void anOldDiskBringsNothingBack() {
        TestCluster cluster = oldDiskAt3();
        cluster.write(63_000, late(cluster, 5), 3); // above R: this is new
        cluster.script.clear();
        repairAgain(cluster);
        assertThat(cluster.script).startsWith("reset 3 by [1, 2] dropped 15");
        assertThat(cluster.repair().certified()).isTrue();
        assertThat(cluster.repair().note()).contains("data-3 was behind and dropped 15 points");
        assertThat(cluster.copy(1).visible()).hasSize(91);
        assertThat(cluster.equal()).isTrue();
    }

    @Test
    void anOwnerThatHeardNothingOfTheCertificateDropsNothing() {
        TestCluster cluster = equalThree();
        cluster.settling(3).hears = false;
        cluster.run();
        cluster.settling(3).hears = true;
        cluster.write(200, 210, 1);
        cluster.closed += 5;
        cluster.script.clear();
        repairAgain(cluster);
        assertThat(cluster.script).startsWith("reset 3 by [1, 2] dropped 0");
        assertThat(cluster.equal()).isTrue();
        assertThat(cluster.copy(3).visible()).hasSize(110);
        assertThat(cluster.repair().note()).isEmpty();
    }

    @Test
    void anEqualOwnerThatIsBehindSettlesWithTheOthersWithoutAReset() {
        TestCluster cluster = equalThree();
        cluster.settling(3).hears = false;
        cluster.run();
        cluster.settling(3).hears = true;
        cluster.closed += 5;
        repairAgain(cluster);
        assertThat(cluster.script).noneMatch(line -> line.startsWith("reset"));
        assertThat(cluster.settling(3).settled).isEqualTo(SettledCells.allAt(cluster.closed));
    }

    @Test
    void aFailedResetIsTriedAgainAndThenFailsTheJob() {
        TestCluster cluster = oldDiskAt3();
        cluster.resetFails = true;
        cluster.script.clear();
        repairAgain(cluster);
        assertThat(cluster.job().state()).isEqualTo(JobState.FAILED);
        assertThat(cluster.job().failure())
                .contains("data-3 is behind, and its reset failed 3 times: disk full on data-3");
        assertThat(cluster.script).noneMatch(line -> line.startsWith("hop"));
        assertThat(cluster.copy(1).visible()).hasSize(90);
    }

    @Test
    void aLostCopyIsResetBeforeItIsASource() {
        TestCluster cluster = oldDiskAt3();
        cluster.settling(3).lose();
        cluster.write(0, 3, 3); // a late hint, below R
        cluster.script.clear();
        repairAgain(cluster);
        assertThat(cluster.script).startsWith("reset 3 by [1, 2] dropped 3");
        assertThat(cluster.copy(1).visible()).hasSize(90);
        assertThat(cluster.repair().certified()).isTrue();
        assertThat(cluster.equal()).isTrue();
    }

    @Test
    void ifNoLiveOwnerHasComeAsFarAsTheCertificateTheRepairAsks() {
        TestCluster cluster = oldDiskAt3();
        cluster.kill(1);
        cluster.kill(2);
        repairAgain(cluster);
        assertThat(cluster.repair().note())
                .contains("no live owner has settled as far as the certificate of shard 7")
                .contains("Start data-1, data-2", "--accept-loss");
        assertThat(cluster.job().certified()).isFalse();
        assertThat(cluster.accepted).isEmpty();
        cluster.startJob(1, true);
        cluster.run();
        assertThat(cluster.accepted).containsExactly(TestCluster.SHARD);
        assertThat(cluster.certificateOf(TestCluster.SHARD)).isEmpty();
        assertThat(cluster.repair().note()).contains("data-1, data-2 did not answer");
    }

    @Test
    void ownersThatAllStandOnOldDisksAreNotCertifiedForBeingEqual() {
        TestCluster cluster = oldDiskAt3();
        for (int node = 1; node <= 3; node++) {
            cluster.settling(node).settled = cluster.settling(3).settled;
            cluster.write(0, 10, node);
            cluster.write(500, 505, node);
        }
        repairAgain(cluster);
        assertThat(cluster.repair().certified()).isFalse();
        assertThat(cluster.job().state()).isEqualTo(JobState.FAILED);
        assertThat(cluster.repair().note()).contains("If it is lost for good, use --accept-loss");
        cluster.startJob(1, true);
        assertThat(cluster.run().certified()).isTrue();
        assertThat(certificate(cluster).root()).isEqualTo(cluster.copy(1).root());
    }

    @Test
    void ownersThatAreBehindEachOtherAreResetInTurn() {
        TestCluster cluster = equalThree();
        cluster.write(200, 210, 1);
        CellSet first = CellSet.builder().addWindows(0, 0).build();
        cluster.settling(1).settled = SettledCells.NONE.adopt(90, CellSet.ALL.minus(first));
        cluster.settling(2).settled = SettledCells.NONE.adopt(80, first);
        cluster.settling(3).settled = cluster.settling(2).settled;
        cluster.run();
        assertThat(cluster.script.stream().filter(line -> line.startsWith("reset")))
                .containsExactly(
                        "reset 2 by [1] dropped 0",
                        "reset 1 by [2] dropped 0",
                        "reset 3 by [1, 2] dropped 0");
        assertThat(cluster.repair().certified()).isTrue();
    }

    @Test
    void aForcedRingOfEqualOwnersTakesFewBytes() throws Exception {
        TestCluster cluster = equalThree();
        long bytes = 0;
        for (Hop hop :
                RingOrder.of(cluster.ownersOf(TestCluster.SHARD).orElseThrow().owners())
                        .hopsFrom(new NodeId(1))) {
            bytes += cluster.runHop(hop).metadataBytes();
        }
        assertThat(bytes).isBetween(1L, 336L);
    }

    @Test
    void aWriteOfAnOldTimeWithANewStampOpensItsCellAgain() {
        TestCluster cluster = equalThree();
        cluster.run();
        cluster.write(5, ModelReplica.stamp(2_000_000, 1), 1, 2, 3);
        cluster.closed += 10;
        repairAgain(cluster);
        assertThat(certificate(cluster).open())
                .isEqualTo(CellSet.builder().addWindows(0, 0).build());
        assertThat(cluster.repair().certified()).isTrue();
    }
}

package io.annealdb.image;

import static io.annealdb.image.Commands.createDatabase;
import static io.annealdb.image.Commands.ensureGroups;
import static io.annealdb.image.Commands.record;
import static io.annealdb.image.Commands.repairConfig;
import static io.annealdb.image.Commands.setState;
import static io.annealdb.image.Commands.startBackground;
import static io.annealdb.image.Commands.startRepair;
import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.RepairWindowsProto;
import io.annealdb.proto.SetRepairConfig;
import io.annealdb.proto.StartRepair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the leader does unasked, and what operators say about it. */
class BackgroundRepairDecisionsTest {
    private Commands cluster;

    @BeforeEach
    void threeShards() {
        cluster = Commands.cluster(3);
        for (String database : List.of("a", "b", "c")) {
            cluster.run(createDatabase(database));
            cluster.run(ensureGroups(database, "", 0));
        }
    }

    private RepairJobInfo job(long id) {
        return cluster.image.repair(id).orElseThrow();
    }

    private List<Long> shards(long id) {
        return job(id).shards().stream().map(shard -> shard.shard().value()).toList();
    }

    private static MetaCommand.Builder configure(SetRepairConfig.Builder asked) {
        return MetaCommand.newBuilder().setSetRepairConfig(asked);
    }

    @Test
    void itIsOnUntilSomebodySwitchesItOff() {
        assertThat(cluster.image.repairConfig()).isEqualTo(RepairConfig.DEFAULT);
        assertThat(RepairConfig.DEFAULT.enabled()).isTrue();
        cluster.run(repairConfig(false));
        assertThat(cluster.image.repairConfig().enabled()).isFalse();
        long version = cluster.image.version();
        cluster.run(repairConfig(false));
        assertThat(cluster.image.version()).isEqualTo(version);
    }

    @Test
    void theFoundersFileBringsTheFirstSettings() {
        RepairConfig wanted =
                new RepairConfig(false, 5_000, 2, 0, List.of(DayWindow.parse("22:00-06:00")));
        MetaCommand.Builder init =
                MetaCommand.newBuilder()
                        .setInitCluster(
                                InitCluster.newBuilder()
                                        .setClusterId("c2")
                                        .setRepairConfig(RepairCodec.encode(wanted)));
        Commands founded = new Commands();
        founded.run(init);
        assertThat(founded.image.repairConfig()).isEqualTo(wanted);
        cluster.run(init);
        assertThat(cluster.image.repairConfig()).isEqualTo(RepairConfig.DEFAULT);
    }

    @Test
    void aSettingThatIsNotNamedStays() {
        cluster.run(configure(SetRepairConfig.newBuilder().setCheckIntervalMillis(5_000)));
        cluster.run(
                configure(
                        SetRepairConfig.newBuilder()
                                .setRate(7)
                                .setWindows(
                                        RepairWindowsProto.newBuilder()
                                                .addWindows(
                                                        RepairCodec.encode(
                                                                new DayWindow(60, 120))))));
        assertThat(cluster.image.repairConfig())
                .isEqualTo(new RepairConfig(true, 5_000, 1, 7, List.of(new DayWindow(60, 120))));
        cluster.run(
                configure(
                        SetRepairConfig.newBuilder()
                                .setWindows(RepairWindowsProto.getDefaultInstance())));
        assertThat(cluster.image.repairConfig().windows()).isEmpty();
        assertThat(cluster.error(configure(SetRepairConfig.newBuilder().setMaxConcurrent(0))))
                .contains("max-concurrent is 1 to 16");
    }

    @Test
    void switchingItOffEndsItsJobsInTheSameDecisionAndLetsNoneBegin() {
        cluster.run(startBackground(1, 1L));
        cluster.run(startRepair(StartRepair.newBuilder().setShardId(2)));
        cluster.run(repairConfig(false));
        assertThat(job(1).state()).isEqualTo(RepairState.CANCELLED);
        assertThat(job(1).failure()).isEqualTo("background repair was disabled");
        assertThat(job(2).state()).isEqualTo(RepairState.QUEUED);
        assertThat(cluster.error(startBackground(2, 3L)))
                .isEqualTo("Background repair is disabled.");
    }

    @Test
    void itTakesTheShardsThatNobodyElseHas() {
        cluster.run(startRepair(StartRepair.newBuilder().setShardId(2)));
        cluster.run(startBackground(1, 1L, 2L, 3L, 99L));
        assertThat(shards(2)).containsExactly(1L, 3L);
        assertThat(job(2).kind()).isEqualTo(RepairKind.BACKGROUND);
        assertThat(job(2).reason()).isEqualTo("roots differ");
        assertThat(cluster.error(startBackground(2, 1L, 2L)))
                .isEqualTo("None of these shards is there and free.");
    }

    @Test
    void itGivesWayToAnOperatorsJob() {
        cluster.run(startBackground(1, 1L, 2L));
        cluster.run(setState(1, RepairStateProto.RUNNING));
        cluster.run(startRepair(StartRepair.newBuilder().setDatabase("b")));
        assertThat(job(1).state()).isEqualTo(RepairState.CANCELLED);
        assertThat(job(1).failure()).isEqualTo("shard 2 is wanted by r-2");
        assertThat(job(2).state()).isEqualTo(RepairState.QUEUED);
    }

    @Test
    void aJobThatFoundAllEqualLeavesNoTrace() {
        cluster.run(startBackground(1, 1L));
        cluster.run(setState(1, RepairStateProto.RUNNING));
        cluster.run(record(1, ended(1, true, HopPhase.SKIPPED), 84));
        cluster.run(setState(1, RepairStateProto.DONE));
        assertThat(cluster.image.repairs()).isEmpty();
        assertThat(cluster.image.next().repair()).isEqualTo(2);
    }

    @Test
    void aJobThatSentSomethingOrCouldNotCertifyIsRemembered() {
        cluster.run(startBackground(1, 1L));
        cluster.run(startBackground(2, 2L));
        for (long id = 1; id <= 2; id++) {
            cluster.run(setState(id, RepairStateProto.RUNNING));
        }
        cluster.run(record(1, ended(1, true, HopPhase.VERIFIED), 84));
        cluster.run(record(2, ended(2, false, HopPhase.SKIPPED), 84));
        for (long id = 1; id <= 2; id++) {
            cluster.run(setState(id, RepairStateProto.DONE));
        }
        assertThat(cluster.image.repairs()).hasSize(2);
    }

    private ShardRepairInfo ended(long job, boolean certified, HopPhase phase) {
        ShardRepairInfo planned = job(job).shards().get(0);
        HopInfo first = planned.hops().get(0);
        HopInfo hop =
                new HopInfo(
                        first.from(),
                        first.to(),
                        phase,
                        HopFoundInfo.NOTHING,
                        0,
                        0,
                        0,
                        false,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        "");
        return new ShardRepairInfo(
                planned.shard(),
                Optional.of(new NodeId(1)),
                List.of(hop),
                certified,
                0,
                true,
                List.of(),
                "",
                0);
    }

    @Test
    void itsJobsDoNotCrowdOutThoseOfOperators() {
        cluster.run(startRepair(StartRepair.newBuilder().setShardId(2)));
        cluster.run(setState(1, RepairStateProto.CANCELLED));
        for (int i = 2; i <= 130; i++) {
            cluster.now++;
            cluster.run(startBackground(i, 1L));
            cluster.run(setState(i, RepairStateProto.CANCELLED));
        }
        assertThat(cluster.image.repairs()).hasSize(101);
        assertThat(job(1).kind()).isEqualTo(RepairKind.OPERATOR);
    }

    @Test
    void settingsAndJobsSurviveASnapshot() {
        cluster.run(configure(SetRepairConfig.newBuilder().setRate(9).setEnabled(true)));
        cluster.run(startBackground(1, 1L));
        ClusterImage read = ClusterImage.fromProto(cluster.image.toProto());
        assertThat(read).isEqualTo(cluster.image);
        assertThat(read.repair(1).orElseThrow().kind()).isEqualTo(RepairKind.BACKGROUND);
    }
}

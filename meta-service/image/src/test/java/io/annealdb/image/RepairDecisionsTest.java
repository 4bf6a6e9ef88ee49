package io.annealdb.image;

import static io.annealdb.image.Commands.createDatabase;
import static io.annealdb.image.Commands.ensureGroups;
import static io.annealdb.image.Commands.record;
import static io.annealdb.image.Commands.setState;
import static io.annealdb.image.Commands.startRepair;
import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.PlannedShard;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.StartRepair;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairDecisionsTest {
    private Commands cluster;

    @BeforeEach
    void threeShards() {
        cluster = Commands.cluster(3);
        for (String database : List.of("a", "b", "_internal")) {
            cluster.run(createDatabase(database));
            cluster.run(ensureGroups(database, "", 0));
        }
    }

    private static StartRepair.Builder ask() {
        return StartRepair.newBuilder().setSeed(7);
    }

    private RepairJobInfo job(long id) {
        return cluster.image.repair(id).orElseThrow();
    }

    private List<Long> shards(long id) {
        return job(id).shards().stream().map(shard -> shard.shard().value()).toList();
    }

    @Test
    void aJobConcernsAShardADatabaseOrAllButInternal() {
        assertThat(shards(cluster.run(startRepair(ask().setShardId(2))).getRepairId()))
                .containsExactly(2L);
        cluster.run(setState(1, RepairStateProto.CANCELLED));
        cluster.now++;
        assertThat(shards(cluster.run(startRepair(ask().setDatabase("a"))).getRepairId()))
                .containsExactly(1L);
        cluster.run(setState(2, RepairStateProto.CANCELLED));
        cluster.now++;
        assertThat(shards(cluster.run(startRepair(ask())).getRepairId())).containsExactly(1L, 2L);
        assertThat(
                        shards(
                                cluster.run(startRepair(ask().setSeed(8).setDatabase("_internal")))
                                        .getRepairId()))
                .containsExactly(3L);
    }

    @Test
    void theHopsArePlannedFromTheGivenStart() {
        cluster.run(startRepair(ask().setShardId(1).setStartNode(2).setRate(5)));
        ShardRepairInfo shard = job(1).shards().get(0);
        assertThat(shard.start()).contains(new NodeId(2));
        assertThat(shard.hops().stream().map(hop -> hop.from() + "→" + hop.to()).toList())
                .containsExactly("2→3", "3→1", "1→2", "2→3");
        assertThat(job(1).name()).isEqualTo("r-1");
        assertThat(job(1).state()).isEqualTo(RepairState.QUEUED);
        assertThat(job(1).rate()).isEqualTo(5);
    }

    @Test
    void aPlannedJobNamesTheShardsOfThePlanAndNoOthers() {
        PlannedShard one = PlannedShard.newBuilder().setShardId(1).setRoots(77).build();
        PlannedShard two = PlannedShard.newBuilder().setShardId(2).setRoots(78).build();
        assertThat(cluster.error(startRepair(ask().addPlan(one)))).contains("others than those");
        assertThat(cluster.image.repairs()).isEmpty();
        cluster.run(startRepair(ask().addPlan(one).addPlan(two)));
        assertThat(job(1).shards()).extracting(ShardRepairInfo::plannedRoots).contains(77L, 78L);
    }

    @Test
    void theSeedDrawsTheStartAmongTheOwners() {
        Set<NodeId> starts = new TreeSet<>();
        for (long seed = 1; seed < 40; seed++) {
            long id = cluster.run(startRepair(ask().setShardId(1).setSeed(seed))).getRepairId();
            starts.add(job(id).shards().get(0).start().orElseThrow());
            cluster.run(setState(id, RepairStateProto.CANCELLED));
        }
        assertThat(starts).containsExactly(new NodeId(1), new NodeId(2), new NodeId(3));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertThat(cluster.error(startRepair(ask().setShardId(99))))
                .contains("shard not found: 99");
        assertThat(cluster.error(startRepair(ask().setDatabase("zz"))))
                .isEqualTo("database not found: zz");
        assertThat(cluster.error(startRepair(ask().setStartNode(9)))).contains("node not found: 9");
        assertThat(cluster.error(setState(5, RepairStateProto.CANCELLED)))
                .contains("repair not found: r-5");
        assertThat(cluster.error(startRepair(ask().setShardId(1).setDatabase("b"))))
                .contains("is not of database b");
        assertThat(cluster.image.repairs()).isEmpty();
    }

    @Test
    void theStartMustOwnTheShard() {
        cluster.run(Commands.register("data-4", "f4"));
        assertThat(cluster.error(startRepair(ask().setShardId(1).setStartNode(4))))
                .isEqualTo("data-4 does not own shard 1; its owners are data-1, data-2, data-3.");
    }

    @Test
    void aShardIsInOneJobAtATime() {
        cluster.run(startRepair(ask().setShardId(1)));
        cluster.now++;
        assertThat(cluster.error(startRepair(ask())))
                .contains("shard 1 is part of r-1, which is queued", "repair cancel r-1");
        cluster.run(setState(1, RepairStateProto.CANCELLED));
        assertThat(cluster.error(startRepair(ask()))).isEmpty();
    }

    @Test
    void aCommandRepeatedAfterALostAnswerMakesOneJob() {
        long id = cluster.run(startRepair(ask().setShardId(1))).getRepairId();
        assertThat(cluster.run(startRepair(ask().setShardId(1))).getRepairId()).isEqualTo(id);
        assertThat(cluster.image.repairs()).hasSize(1);
    }

    @Test
    void aJobGoesAlongItsArrowsAlone() {
        cluster.run(startRepair(ask()));
        assertThat(cluster.error(setState(1, RepairStateProto.DONE)))
                .isEqualTo("r-1 is queued, so it cannot become done.");
        cluster.run(setState(1, RepairStateProto.RUNNING));
        assertThat(job(1).started()).isEqualTo(cluster.now);
        cluster.run(setState(1, RepairStateProto.PAUSED));
        assertThat(cluster.error(setState(1, RepairStateProto.RUNNING))).contains("is paused");
        assertThat(cluster.error(setState(1, RepairStateProto.PAUSED))).isEmpty();
        cluster.run(setState(1, RepairStateProto.QUEUED));
        cluster.run(setState(1, RepairStateProto.RUNNING));
        long started = job(1).started();
        cluster.now += 5;
        cluster.run(setState(1, RepairStateProto.DONE));
        assertThat(job(1).finished()).isEqualTo(started + 5);
        assertThat(cluster.error(setState(1, RepairStateProto.CANCELLED))).contains("is done");
    }

    @Test
    void whatAShardHasComeToIsRecorded() {
        cluster.run(startRepair(ask().setShardId(1).setStartNode(1)));
        ShardRepairInfo planned = job(1).shards().get(0);
        ShardRepairInfo ended =
                new ShardRepairInfo(
                        planned.shard(),
                        planned.start(),
                        planned.hops(),
                        false,
                        0,
                        true,
                        List.of(new NodeId(3)),
                        "data-3 was away",
                        0);
        cluster.run(record(1, ended, 84));
        assertThat(job(1).shards()).containsExactly(ended);
        assertThat(job(1).gatherBytes()).isEqualTo(84);
        ShardRepairInfo other =
                new ShardRepairInfo(
                        new ShardId(2),
                        Optional.empty(),
                        List.of(),
                        false,
                        0,
                        false,
                        List.of(),
                        "",
                        0);
        assertThat(cluster.error(record(1, other, 0))).contains("does not concern shard 2");
        cluster.run(setState(1, RepairStateProto.CANCELLED));
        assertThat(cluster.error(record(1, planned, 0))).isEqualTo("r-1 is cancelled.");
    }

    @Test
    void aCancelledJobTakesOneLastWordOnAShardThatWasNotFinished() {
        cluster.run(startRepair(ask().setShardId(1)));
        ShardRepairInfo planned = job(1).shards().get(0);
        cluster.run(setState(1, RepairStateProto.CANCELLED));
        ShardRepairInfo last =
                new ShardRepairInfo(
                        planned.shard(),
                        planned.start(),
                        planned.hops(),
                        false,
                        0,
                        true,
                        List.of(),
                        "cancelled",
                        0);
        assertThat(cluster.error(record(1, last, 0))).isEmpty();
        assertThat(job(1).shards()).containsExactly(last);
        assertThat(cluster.error(record(1, planned, 0))).isEqualTo("r-1 is cancelled.");
    }

    @Test
    void endedJobsAreForgottenBeyondAHundred() {
        for (int i = 1; i <= 120; i++) {
            cluster.now++;
            cluster.run(startRepair(ask().setShardId(1)));
            cluster.run(setState(i, RepairStateProto.CANCELLED));
        }
        assertThat(cluster.image.repairs()).hasSize(100);
        assertThat(cluster.image.repairs().get(0).id()).isEqualTo(21);
        assertThat(cluster.run(startRepair(ask().setShardId(1).setSeed(3))).getRepairId())
                .isEqualTo(121);
    }
}

package io.annealdb.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.Meter;
import io.annealdb.image.HopInfo;
import io.annealdb.image.HopPhase;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.RepairKind;
import io.annealdb.image.RepairState;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.meta.client.MetaClient;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.DropDatabase;
import io.annealdb.proto.EnsureGroups;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RegisterDataNode;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.SetRepairConfig;
import io.annealdb.proto.SetRepairState;
import io.annealdb.proto.StartRepair;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repair jobs over real Raft and gRPC; the data nodes hold sets of numbers. */
class RepairJobsIT {
    private static final String DATABASE = "db";
    private static final Set<Long> UNION = Set.of(101L, 102L, 103L);

    @TempDir private static Path dir;
    private static MetaCluster cluster;
    private static MetaClient client;
    private Duration ahead = Duration.ZERO;
    private FakeDataNodes data;
    private long shard;

    @BeforeAll
    static void threeMetaNodes() throws IOException {
        cluster = new MetaCluster(dir, 3).startAll();
        client = cluster.client();
        client.execute(
                MetaCommand.newBuilder()
                        .setSetRepairConfig(SetRepairConfig.newBuilder().setEnabled(false))
                        .build());
    }

    @AfterAll
    static void stopMetaNodes() {
        cluster.close();
    }

    /** Three data nodes take the places of those before, and own a new shard. */
    @BeforeEach
    void threeDataNodes() throws Exception {
        data = new FakeDataNodes(3);
        for (int id = 1; id <= 3; id++) {
            execute(
                    MetaCommand.newBuilder()
                            .setRegisterDataNode(
                                    RegisterDataNode.newBuilder()
                                            .setName("data-" + id)
                                            .setRpcAddress(data.address(id))));
        }
        execute(MetaCluster.createDatabase(DATABASE).toBuilder());
        execute(
                MetaCommand.newBuilder()
                        .setEnsureGroups(
                                EnsureGroups.newBuilder().setDatabase(DATABASE).addTimes(0)));
        shard =
                client.image(true).shards().stream()
                        .mapToLong(place -> place.shard().id().value())
                        .max()
                        .orElseThrow();
    }

    /**
     * Background repair would find the shard of this test different in the next one's data nodes.
     */
    @AfterEach
    void dropDatabaseAndStopDataNodes() throws Exception {
        execute(
                MetaCommand.newBuilder()
                        .setDropDatabase(DropDatabase.newBuilder().setName(DATABASE)));
        data.close();
    }

    private MetaReply execute(MetaCommand.Builder command) throws IOException {
        MetaReply reply = client.execute(command.build());
        assertThat(reply.getError()).isEmpty();
        return reply;
    }

    private long startRepair() throws IOException {
        return execute(
                        MetaCommand.newBuilder()
                                .setStartRepair(
                                        StartRepair.newBuilder().setShardId(shard).setStartNode(1)))
                .getRepairId();
    }

    private void setState(long id, RepairStateProto state) throws IOException {
        execute(
                MetaCommand.newBuilder()
                        .setSetRepairState(SetRepairState.newBuilder().setId(id).setState(state)));
    }

    private RepairJobInfo job(long id) {
        try {
            return client.repair(id).orElseThrow();
        } catch (MetaUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private RepairJobInfo awaitEnd(long id) {
        await().atMost(Duration.ofSeconds(30)).until(() -> job(id).state().ended());
        return job(id);
    }

    private static List<HopPhase> phases(RepairJobInfo job) {
        return job.shards().get(0).hops().stream().map(HopInfo::phase).toList();
    }

    private void assertAllEqual() {
        for (int id = 1; id <= 3; id++) {
            assertThat(data.valuesOf(id)).isEqualTo(UNION);
        }
    }

    @Test
    void aRingMakesAllOwnersEqualAndIsRecorded() throws Exception {
        Meter hops = cluster.metrics(cluster.leader()).meter("repair.hops");
        long before = hops.getCount();
        RepairJobInfo job = awaitEnd(startRepair());
        assertThat(job.state()).isEqualTo(RepairState.DONE);
        ShardRepairInfo shard = job.shards().get(0);
        assertThat(shard.certified()).isTrue();
        assertThat(data.begun).containsExactly("1→2", "2→3", "3→1", "1→2");
        assertThat(shard.hops()).extracting(HopInfo::pointsSent).containsExactly(1L, 2L, 2L, 1L);
        assertThat(job.gatherBytes()).isPositive();
        assertThat(job.finished()).isGreaterThanOrEqualTo(job.started());
        assertThat(data.whole).contains(job.name() + " 1", job.name() + " 2", job.name() + " 3");
        assertAllEqual();
        assertThat(hops.getCount()).isEqualTo(before + 4);
    }

    @Test
    void anyMetaNodeTellsTheLiveProgress() throws Exception {
        data.hold();
        long id = startRepair();
        for (String name : List.of("meta-1", "meta-2", "meta-3")) {
            MetaClient one = cluster.client(name);
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    one.repair(id).orElseThrow().shards().get(0).hops().stream()
                                            .anyMatch(
                                                    hop ->
                                                            hop.phase() == HopPhase.STREAMING
                                                                    && hop.pointsPlanned() == 9));
        }
        assertThat(client.image(true).repair(id).orElseThrow().shards().get(0).hops())
                .allMatch(hop -> hop.phase() == HopPhase.PLANNED);
        data.release();
        assertThat(awaitEnd(id).state()).isEqualTo(RepairState.DONE);
        assertThat(client.repair(77)).isEmpty();
    }

    @Test
    void aJobOutlivesItsLeader() throws Exception {
        data.hold();
        long id = startRepair();
        await().atMost(Duration.ofSeconds(30)).until(() -> data.begun.size() == 1);
        String leader = cluster.leader();
        cluster.stop(leader);
        cluster.awaitLeader();
        data.release();
        assertThat(awaitEnd(id).state()).isEqualTo(RepairState.DONE);
        assertThat(job(id).shards().get(0).certified()).isTrue();
        assertThat(data.cancelled).contains("1→2");
        assertAllEqual();
        cluster.start(leader);
        cluster.awaitReady();
    }

    @Test
    void aPauseStopsTheHopAtOnceAndAResumeGoesOn() throws Exception {
        data.hold();
        long id = startRepair();
        await().atMost(Duration.ofSeconds(30)).until(() -> data.begun.size() == 1);
        setState(id, RepairStateProto.PAUSED);
        await().atMost(Duration.ofSeconds(30)).until(() -> data.cancelled.size() == 1);
        data.release();
        assertThat(job(id).state()).isEqualTo(RepairState.PAUSED);
        setState(id, RepairStateProto.QUEUED);
        assertThat(awaitEnd(id).state()).isEqualTo(RepairState.DONE);
        assertAllEqual();
    }

    @Test
    void whatAHopSentBeforeAPauseIsCountedToTheLastChunk() throws Exception {
        data.hold();
        data.tellsAtStop = true;
        long id = startRepair();
        await().atMost(Duration.ofSeconds(30)).until(() -> data.begun.size() == 1);
        setState(id, RepairStateProto.PAUSED);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(job(id).shards().get(0).hops().get(0))
                                        .satisfies(
                                                hop -> {
                                                    assertThat(hop.pointsSent()).isEqualTo(2);
                                                    assertThat(hop.valuesSent()).isEqualTo(3);
                                                    assertThat(hop.payloadBytes()).isEqualTo(40);
                                                }));
        data.tellsAtStop = false;
        data.release();
        setState(id, RepairStateProto.QUEUED);
        assertThat(awaitEnd(id).shards().get(0).hops().get(0).pointsSent())
                .as("and the one that it sent when it went on")
                .isEqualTo(3);
        assertAllEqual();
    }

    @Test
    void aCancelledJobStopsAtOnceAndStays() throws Exception {
        data.hold();
        long id = startRepair();
        await().atMost(Duration.ofSeconds(30)).until(() -> data.begun.size() == 1);
        setState(id, RepairStateProto.CANCELLED);
        await().atMost(Duration.ofSeconds(30)).until(() -> data.cancelled.size() == 1);
        data.release();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> phases(job(id)).stream().allMatch(HopPhase.ABANDONED::equals));
        assertThat(job(id).state()).isEqualTo(RepairState.CANCELLED);
        assertThat(data.begun).hasSize(1);
        assertThat(data.valuesOf(2)).containsExactly(102L);
    }

    @Test
    void anOwnerThatIsAwayIsNamedAndNothingIsCertified() throws Exception {
        data.kill(3);
        RepairJobInfo job = awaitEnd(startRepair());
        assertThat(job.state()).isEqualTo(RepairState.DONE);
        assertThat(job.shards().get(0).certified()).isFalse();
        assertThat(job.shards().get(0).absent()).containsExactly(new NodeId(3));
        assertThat(data.valuesOf(1)).isEqualTo(data.valuesOf(2)).isEqualTo(Set.of(101L, 102L));
    }

    private void configure(SetRepairConfig.Builder asked) throws IOException {
        execute(MetaCommand.newBuilder().setSetRepairConfig(asked));
    }

    /** Lets time pass, and the data nodes live. */
    private void pass(Duration time) {
        ahead = ahead.plus(time);
        cluster.setClockAhead(ahead);
        for (int id = 1; id <= 3; id++) {
            try {
                client.heartbeat(HeartbeatRequest.newBuilder().setNodeId(id).build());
            } catch (MetaUnavailableException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Optional<RepairJobInfo> backgroundJob() throws MetaUnavailableException {
        return client.image(true).repairs().stream()
                .filter(job -> job.kind() == RepairKind.BACKGROUND)
                .filter(job -> job.shard(new ShardId(shard)).isPresent())
                .findFirst();
    }

    @Test
    void whatDiffersIsRepairedUnaskedUntilSomebodySwitchesItOff() throws Exception {
        configure(SetRepairConfig.newBuilder().setEnabled(true).setCheckIntervalMillis(1_000));
        data.hold();
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            pass(Duration.ofSeconds(3));
                            return backgroundJob().isPresent() && !data.begun.isEmpty();
                        });
        configure(SetRepairConfig.newBuilder().setEnabled(false));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> data.cancelled.size() == data.begun.size());
        assertThat(backgroundJob().orElseThrow().state()).isEqualTo(RepairState.CANCELLED);
        data.release();
        pass(Duration.ofMinutes(5));
        assertThat(data.valuesOf(2)).containsExactly(102L);
        configure(SetRepairConfig.newBuilder().setEnabled(true));
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            pass(Duration.ofSeconds(3));
                            return data.valuesOf(2).equals(UNION) && data.valuesOf(3).equals(UNION);
                        });
        configure(SetRepairConfig.newBuilder().setEnabled(false).setCheckIntervalMillis(60_000));
    }
}

package io.annealdb.data.node;

import static io.annealdb.data.node.RealCluster.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.DeleteOutcome;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.repair.compare.DifferenceListener;
import io.annealdb.repair.compare.HopOutcome;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.storage.ShardView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes: disks, threads, gRPC; only meta's consensus is in memory. */
class DataNodesTest {
    private static final WriteOutcome WRITTEN = new WriteOutcome.Written(List.of(), 0);

    @TempDir private Path root;
    private RealCluster cluster;

    @BeforeEach
    void open() throws IOException {
        cluster = new RealCluster(root, 3);
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    private void startThree() throws Exception {
        cluster.start(1, 2, 3);
        cluster.createDatabase("db");
    }

    @Test
    void whatIsWrittenThroughOneNodeIsOnAllOwners() throws Exception {
        startThree();
        assertThat(cluster.write(1, Consistency.ALL, "m,h=a v=1 " + T0, "m,h=b v=2 " + T0))
                .isEqualTo(WRITTEN);
        assertThat(cluster.values(1)).hasSize(2);
        assertThat(cluster.values(2)).isEqualTo(cluster.values(1));
        assertThat(cluster.values(3)).isEqualTo(cluster.values(1));
    }

    @Test
    void whatAPeerMissedIsDeliveredWhenItIsBack() throws Exception {
        startThree();
        cluster.write(1, Consistency.ALL, "m v=1 " + T0);
        cluster.stop(3);
        assertThat(cluster.write(1, Consistency.QUORUM, "m v=2 " + (T0 + 1))).isEqualTo(WRITTEN);
        await().until(() -> hintBytes(1) > 0);
        assertThat(cluster.write(1, Consistency.ALL, "m v=3 " + (T0 + 2)))
                .isInstanceOf(WriteOutcome.NotEnoughOwners.class);
        cluster.start(3);
        await().until(() -> hintBytes(1) == 0);
        assertThat(cluster.values(3)).hasSize(3).isEqualTo(cluster.values(1));
        await().until(() -> status(3).getBehindCount() == 0);
    }

    private NodeStatusReply status(int number) {
        return cluster.parts(number).calls().status();
    }

    private long hintBytes(int number) {
        return status(number).getHintsList().stream().mapToLong(queue -> queue.getBytes()).sum();
    }

    @Test
    void withoutHintsWhatAPeerMissedIsADebtUntilARingHasPaidIt() throws Exception {
        cluster.with("hinted-handoff.enabled", "false");
        startThree();
        cluster.write(1, Consistency.ALL, "m v=1 " + T0);
        cluster.stop(3);
        assertThat(cluster.write(1, Consistency.QUORUM, "m v=2 " + (T0 + 1))).isEqualTo(WRITTEN);
        await().until(() -> status(1).getDebtsCount() == 1);
        assertThat(status(1).getDebts(0).getWhy()).isEqualTo("not hinted");
        cluster.start(3);
        assertThat(cluster.values(3)).hasSize(1);

        ShardId shard = onlyShard();
        hop(1, 3, shard);
        assertThat(cluster.values(3)).isEqualTo(cluster.values(1));
        assertThat(root(1, shard).root()).isEqualTo(root(3, shard).root());
        cluster.parts(1)
                .calls()
                .ringEnded(
                        new RingEnded(
                                "r-1",
                                List.of(shard),
                                true,
                                Optional.of(Instant.now().plusMillis(1))));
        assertThat(status(1).getDebtsCount()).isZero();
    }

    private ShardId onlyShard() throws IOException {
        List<ShardPlace> shards = cluster.shards();
        assertThat(shards).hasSize(1);
        return shards.get(0).shard().id();
    }

    private static HopOrder order(int from, int to, ShardId shard) {
        return new HopOrder(
                "r-1", shard, new Hop(new NodeId(from), new NodeId(to)), 0, Duration.ofSeconds(60));
    }

    private HopReport hop(int from, int to, ShardId shard) throws IOException {
        return cluster.parts(from).calls().runHop(order(from, to, shard), HopProgress.SILENT);
    }

    private HopOutcome planned(int from, int to, ShardId shard) throws IOException {
        return cluster.parts(from)
                .calls()
                .dryRun(order(from, to, shard), HopProgress.SILENT, DifferenceListener.NONE);
    }

    private OwnerRoot root(int number, ShardId shard) {
        return cluster.parts(number).calls().roots(RootsQuestion.plain(List.of(shard))).get(0);
    }

    @Test
    void aLostShardIsMissingAndIsCopiedAsFiles() throws Exception {
        startThree();
        for (int i = 0; i < 50; i++) {
            cluster.write(1, Consistency.ALL, "m,h=" + i % 5 + " v=" + i + " " + (T0 + i));
        }
        ShardId shard = onlyShard();
        cluster.stop(3);
        removeShards(3);
        cluster.start(3);
        assertThat(root(3, shard).health()).isEqualTo(ReplicaHealth.MISSING);
        assertThatThrownBy(
                        () ->
                                cluster.parts(1)
                                        .peers()
                                        .peer(new NodeId(3))
                                        .scan(shard, all(), false))
                .isInstanceOf(PeerException.class)
                .hasMessageContaining("not whole");

        HopOutcome planned = planned(1, 3, shard);
        assertThat(planned.difference().missingShard()).isTrue();
        assertThat(planned.difference().missingPoints()).isEqualTo(50);
        HopReport done = hop(1, 3, shard);
        assertThat(done.shardCopied()).isTrue();
        cluster.parts(3)
                .calls()
                .ringEnded(new RingEnded("r-1", List.of(shard), true, Optional.empty()));
        assertThat(root(3, shard).health()).isEqualTo(ReplicaHealth.WHOLE);
        assertThat(root(3, shard).root()).isEqualTo(root(1, shard).root());
        assertThat(cluster.values(3)).hasSize(50).isEqualTo(cluster.values(1));
    }

    private static ShardView.Scan all() {
        return new ShardView.Scan(
                new SeriesPredicate.Every(), List.of("v"), Long.MIN_VALUE, Long.MAX_VALUE, true);
    }

    private void removeShards(int number) throws IOException {
        removeFolder(cluster.folder(number).resolve("data"));
        removeFolder(cluster.folder(number).resolve("wal"));
    }

    private static void removeFolder(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void aNewFolderHoldsEveryEarlierShardAsMissing() throws Exception {
        startThree();
        cluster.write(1, Consistency.ALL, "m v=1 " + T0);
        cluster.stop(2);
        removeFolder(cluster.folder(2));
        cluster.start(2);
        assertThat(root(2, onlyShard()).health()).isEqualTo(ReplicaHealth.MISSING);
        assertThat(status(2).getShards(0).getHealth()).isEqualTo(ShardHealthProto.MISSING);
    }

    @Test
    void withoutMetaANodeStartsFromItsLastImageAndWritesToKnownGroups() throws Exception {
        startThree();
        cluster.write(1, Consistency.ALL, "m v=1 " + T0);
        await().until(() -> cluster.parts(1).image().version() == cluster.meta.image().version());
        cluster.stop(1);
        long version = cluster.meta.image().version();
        cluster.meta.cutOff();
        cluster.start(1);
        assertThat(cluster.parts(1).image().version()).isEqualTo(version);
        assertThat(cluster.write(1, Consistency.ALL, "m v=2 " + (T0 + 1))).isEqualTo(WRITTEN);
        assertThat(
                        cluster.parts(1)
                                .points()
                                .write("other", null, RealCluster.rows("m v=1"), Consistency.ONE))
                .isInstanceOf(WriteOutcome.Unavailable.class);
        long nextYear = T0 + Duration.ofDays(365).toNanos();
        assertThat(cluster.write(1, Consistency.ONE, "m v=3 " + nextYear))
                .isInstanceOf(WriteOutcome.Unavailable.class);
        assertThat(cluster.write(1, Consistency.ANY, "m v=3 " + nextYear)).isEqualTo(WRITTEN);
        assertThat(hintBytes(1)).isPositive();
        cluster.meta.open();
        await().until(() -> hintBytes(1) == 0);
        assertThat(cluster.values(2)).hasSize(3).isEqualTo(cluster.values(1));
    }

    @Test
    void aDeleteReachesALostOwnerByItsHint() throws Exception {
        startThree();
        cluster.write(1, Consistency.ALL, "m,h=a v=1 " + T0, "m,h=b v=2 " + T0);
        cluster.stop(3);
        assertThat(deleteTag(2, "a")).isEqualTo(new DeleteOutcome.Deleted(1));
        assertThat(cluster.values(1)).hasSize(1);
        cluster.start(3);
        await().until(() -> hintBytes(2) == 0);
        assertThat(cluster.values(3)).isEqualTo(cluster.values(1));
        ShardId shard = onlyShard();
        assertThat(root(3, shard).root()).isEqualTo(root(1, shard).root());
    }

    @Test
    void aNewFolderLearnsFromRepairWhatLaterShardsBeginWith() throws Exception {
        startThree();
        cluster.write(1, Consistency.ALL, "m,h=a v=1 " + T0, "m,h=b v=2 " + T0);
        deleteTag(1, "a");
        ShardId first = onlyShard();
        cluster.stop(3);
        removeFolder(cluster.folder(3));
        cluster.start(3);
        hop(1, 3, first);

        cluster.write(1, Consistency.ALL, "m,h=c v=3 " + (T0 + Duration.ofDays(365).toNanos()));

        ShardId later = new ShardId(first.value() + 1);
        assertThat(root(3, later).root()).isEqualTo(root(1, later).root());
    }

    private DeleteOutcome deleteTag(int number, String host) {
        return cluster.parts(number)
                .deletes()
                .delete(
                        "db",
                        null,
                        new SeriesPredicate.TagIs("h", host),
                        Long.MIN_VALUE,
                        Long.MAX_VALUE);
    }

    @Test
    void theFolderOfAnotherNodeOrClusterIsRefused() throws Exception {
        cluster.start(1);
        cluster.stop(1);
        assertThatThrownBy(() -> DataNode.start(cluster.config(1, "data-9")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("belongs to node data-1, this node is data-9");
        try (RealCluster foreign = new RealCluster(root, 1, "c-2")) {
            assertThatThrownBy(() -> foreign.start(1))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(
                            "belongs to cluster c-1, the meta nodes are of cluster c-2");
        }
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        cluster.start(1);
        DataNodeConfig second = cluster.config(2, "data-2");
        DataNodeConfig clash = second.with(cluster.config(1, "x").node().withName("data-2"));
        assertThatThrownBy(() -> DataNode.start(clash))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:");
    }
}

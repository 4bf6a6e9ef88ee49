package io.annealdb.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.image.RepairConfig;
import io.annealdb.image.ShardGroupInfo;
import io.annealdb.meta.client.ImageFollower;
import io.annealdb.meta.client.MetaClient;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.EnsureGroups;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RegisterDataNode;
import io.annealdb.proto.RetentionPolicySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real meta nodes, real Raft, real gRPC. */
class MetaNodeIT {
    @TempDir private Path dir;

    private static List<String> names(ClusterImage image) {
        return image.databases().stream().map(DatabaseInfo::name).toList();
    }

    @Test
    void aSingleNodeIsReadySoon() throws Exception {
        try (MetaCluster cluster = new MetaCluster(dir, 1)) {
            long begin = System.nanoTime();
            cluster.startAll();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(10));
            MetaClient client = cluster.client();
            assertThat(client.execute(MetaCluster.createDatabase("cpu")).getError()).isEmpty();
            assertThat(names(client.image(true))).containsExactly("cpu");
            assertThat(client.status().getLeader()).isEqualTo("meta-1");
            assertThat(client.image(true).metaNodes()).hasSize(1);
            assertThat(cluster.metrics("meta-1").meter("meta.raft.applies").getCount())
                    .isGreaterThan(1);
        }
    }

    @Test
    void aFollowerTakesCommandsAndReadsLinearizably() throws Exception {
        try (MetaCluster cluster = new MetaCluster(dir, 3).startAll()) {
            List<MetaClient> clients =
                    List.of(
                            cluster.client("meta-1"),
                            cluster.client("meta-2"),
                            cluster.client("meta-3"));
            List<String> made = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String name = "db" + i;
                clients.get(i % 3).execute(MetaCluster.createDatabase(name));
                made.add(name);
                assertThat(names(clients.get((i + 1) % 3).image(true))).isEqualTo(made);
            }
            assertThat(clients).allMatch(client -> leaderKnown(client, cluster.leader()));
        }
    }

    private static boolean leaderKnown(MetaClient client, String leader) {
        try {
            return client.status().getLeader().equals(leader);
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void aChangeOfLeaderLosesNoAcknowledgedDatabase() throws Exception {
        try (MetaCluster cluster = new MetaCluster(dir, 3).startAll()) {
            MetaClient client = cluster.client();
            ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
            AtomicBoolean over = new AtomicBoolean();
            Thread writer =
                    new Thread(
                            () -> {
                                for (int i = 0; !over.get(); i++) {
                                    try {
                                        String name = "db" + i;
                                        if (client.execute(MetaCluster.createDatabase(name))
                                                .getError()
                                                .isEmpty()) {
                                            acknowledged.add(name);
                                        }
                                    } catch (Exception e) {
                                        // not acknowledged
                                    }
                                }
                            });
            writer.start();
            for (int round = 0; round < 2; round++) {
                int before = acknowledged.size();
                await().until(() -> acknowledged.size() > before + 5);
                String leader = cluster.leader();
                cluster.stop(leader);
                int after = acknowledged.size();
                await().atMost(Duration.ofSeconds(15)).until(() -> acknowledged.size() > after + 5);
                cluster.start(leader);
                cluster.awaitReady();
            }
            over.set(true);
            writer.join();
            assertThat(names(client.image(true))).containsAll(acknowledged);
        }
    }

    @Test
    void aRestartBringsEverythingBack() throws Exception {
        String id;
        try (MetaCluster cluster = new MetaCluster(dir, 3).startAll()) {
            MetaClient client = cluster.client();
            for (int i = 0; i < 5; i++) {
                client.execute(MetaCluster.createDatabase("db" + i));
            }
            id = client.image(true).clusterId();
            cluster.stopAll();
            cluster.startAll();
            ClusterImage image = client.image(true);
            assertThat(image.clusterId()).isEqualTo(id).hasSize(16);
            assertThat(names(image)).hasSize(5);
            assertThat(Files.readString(dir.resolve("meta-2/meta.id"))).contains("cluster " + id);
        }
    }

    @Test
    void aFollowerOfImagesSeesEachChangeAlsoAcrossALeadersDeath() throws Exception {
        try (MetaCluster cluster = new MetaCluster(dir, 3).startAll();
                ThreadScheduler scheduler = new ThreadScheduler()) {
            ConcurrentLinkedQueue<ClusterImage> seen = new ConcurrentLinkedQueue<>();
            ImageFollower follower = new ImageFollower(cluster.client(), scheduler, 0, seen::add);
            follower.start();
            MetaClient client = cluster.client();
            client.execute(MetaCluster.createDatabase("before"));
            await().until(() -> seen.stream().anyMatch(i -> i.database("before").isPresent()));
            cluster.stop(cluster.leader());
            client.execute(MetaCluster.createDatabase("after"));
            await().until(() -> seen.stream().anyMatch(i -> i.database("after").isPresent()));
            follower.close();
            List<Long> versions = seen.stream().map(ClusterImage::version).toList();
            assertThat(versions).isSorted().doesNotHaveDuplicates();
        }
    }

    private static List<ShardGroupInfo> groups(MetaClient client) throws IOException {
        return client.image(true).policy("short", null).orElseThrow().groups();
    }

    @Test
    void theLeaderMakesTheNextGroupsAndDropsThePast() throws Exception {
        try (MetaCluster cluster = new MetaCluster(dir, 1).startAll()) {
            MetaClient client = cluster.client();
            client.execute(
                    MetaCommand.newBuilder()
                            .setRegisterDataNode(RegisterDataNode.newBuilder().setName("data-1"))
                            .build());
            client.execute(
                    MetaCommand.newBuilder()
                            .setCreateDatabase(
                                    CreateDatabase.newBuilder()
                                            .setName("short")
                                            .setPolicy(
                                                    RetentionPolicySpec.newBuilder()
                                                            .setDuration(3_600_000_000_000L * 24)))
                            .build());
            long now = Instant.now().toEpochMilli() * 1_000_000;
            client.execute(
                    MetaCommand.newBuilder()
                            .setEnsureGroups(
                                    EnsureGroups.newBuilder().setDatabase("short").addTimes(now))
                            .build());
            ShardGroupInfo first = groups(client).get(0);
            cluster.setClockAhead(
                    Duration.ofNanos(first.range().end() - now).minus(Duration.ofMinutes(10)));
            await().atMost(Duration.ofSeconds(20)).until(() -> groups(client).size() == 2);
            assertThat(groups(client).get(1).range().start()).isEqualTo(first.range().end());
            cluster.setClockAhead(Duration.ofDays(3));
            await().atMost(Duration.ofSeconds(20)).until(() -> groups(client).isEmpty());
        }
    }

    @Test
    void whatKeepsANodeFromStartingIsSaidInOneLine() throws Exception {
        try (MetaCluster cluster = new MetaCluster(dir, 1).startAll()) {
            MetaNodeConfig running = cluster.config("meta-1");
            assertRefused(running, cluster, "is in use by a running meta node");
            Path other = dir.resolve("other");
            assertRefused(
                    moved(running, other, running.operatorBind(), ":0"),
                    cluster,
                    "cannot listen on " + running.operatorBind());
            assertRefused(
                    moved(running, other, ":0", running.raftBind()),
                    cluster,
                    "cannot listen on " + running.raftBind());
            cluster.stopAll();
            MetaNodeConfig renamed =
                    new MetaNodeConfig(
                            "meta-9",
                            running.dir(),
                            ":0",
                            ":0",
                            List.of(new MetaPeer("meta-9", "localhost:1", "localhost:2")),
                            0,
                            RepairConfig.DEFAULT);
            assertRefused(renamed, cluster, "is that of meta node meta-1, not of meta-9");
            cluster.startAll();
        }
    }

    private static MetaNodeConfig moved(
            MetaNodeConfig config, Path dir, String operatorBind, String raftBind) {
        return new MetaNodeConfig(
                config.name(),
                dir,
                operatorBind,
                raftBind,
                config.peers(),
                0,
                RepairConfig.DEFAULT);
    }

    private static void assertRefused(MetaNodeConfig config, MetaCluster cluster, String why) {
        assertThatThrownBy(() -> MetaNode.start(config, cluster.seams("refused")).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}

package io.annealdb.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.meta.client.ImageFollower;
import io.annealdb.meta.client.MetaClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
}

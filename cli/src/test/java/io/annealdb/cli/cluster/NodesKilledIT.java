package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.command.CommandLineRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes die by kill -9 and come back; hints are on, background repair is off. */
class NodesKilledIT {
    private static final int WEEK = 7 * 24 * 3600;

    @TempDir private static Path dir;
    @AutoClose private static DevCluster cluster;

    @BeforeAll
    static void withoutBackgroundRepair() throws Exception {
        cluster = DevCluster.start(dir, 3, 1, "--set", "anti-entropy.enabled=false");
    }

    private static DevCluster.Reply local(int node, String database) {
        return cluster.query(node, database, Ledger.QUERY, "replica=local");
    }

    @Test
    void aNodeThatWasKilledGetsWhatItMissedWhenItIsBack() throws Exception {
        Ledger ledger = new Ledger();
        cluster.query(1, "", "CREATE DATABASE hinted");
        ledger.write(cluster, 1, "hinted", "all", 0, 500);
        cluster.kill("data-3");
        for (int batch = 500; batch < 1000; batch += 100) {
            ledger.write(cluster, 1 + batch / 100 % 2, "hinted", "quorum", batch, batch + 100);
        }
        assertThat(cluster.hintsDelivered()).isFalse();

        cluster.startNode("data-3");

        Waiting.until("hints are delivered", cluster::hintsDelivered);
        for (int node = 1; node <= 3; node++) {
            ledger.assertIsExactly("data-" + node, local(node, "hinted"));
        }
        assertThat(cluster.run("check", "--db", "hinted").exitCode()).isZero();
    }

    @Test
    void lostShardsAreNamedNeverReadAndCopiedWhole() throws Exception {
        Ledger ledger = new Ledger();
        cluster.query(1, "", "CREATE DATABASE lost");
        for (int week = 0; week < 3; week++) {
            ledger.write(cluster, 1, "lost", "all", week * WEEK, week * WEEK + 1000);
        }
        Set<Long> shards = new TreeSet<>();
        CommandLineRun listed = cluster.run("shards", "--db", "lost", "-o", "json");
        listed.json().get("shards").forEach(shard -> shards.add(shard.get("id").asLong()));
        assertThat(shards).hasSizeGreaterThanOrEqualTo(3);

        cluster.kill("data-2");
        cluster.loseShards("data-2", "lost");
        cluster.startNode("data-2");

        CommandLineRun check = cluster.run("check", "--db", "lost", "-o", "json");
        assertThat(check.exitCode()).as(check.toString()).isEqualTo(3);
        assertThat(missingAtData2(check)).isEqualTo(shards);
        ledger.assertIsExactly("a query at data-2", cluster.query(2, "lost", Ledger.QUERY));
        assertThat(local(2, "lost").header("X-Anneal-Incomplete")).isPresent();

        CommandLineRun repair =
                cluster.launch("repair", "start", "--db", "lost", "--wait", "-o", "json");

        assertThat(repair.exitCode()).as(repair.toString()).isZero();
        assertThat(repair.json().get("state").asText()).isEqualTo("done");
        assertThat(repair.out()).contains("\"shardCopied\":true");
        assertThat(cluster.launch("check", "--db", "lost").exitCode()).isZero();
        for (int node = 1; node <= 3; node++) {
            DevCluster.Reply reply = local(node, "lost");
            ledger.assertIsExactly("data-" + node, reply);
            assertThat(reply.header("X-Anneal-Incomplete")).isEmpty();
        }
    }

    private static Set<Long> missingAtData2(CommandLineRun check) {
        Set<Long> missing = new TreeSet<>();
        for (JsonNode shard : check.json().get("shards")) {
            for (JsonNode difference : shard.get("differences")) {
                if (difference.get("missingShard").asBoolean()) {
                    assertThat(difference.get("to").asText()).isEqualTo("data-2");
                    missing.add(shard.get("id").asLong());
                }
            }
        }
        return missing;
    }

    @Test
    void threeKillsUnderLoadLoseNothingAcknowledged() throws Exception {
        nothingAcknowledgedIsLost("three", 3, 1);
    }

    @Test
    @Tag("campaign")
    void twentyKillsUnderLoadLoseNothingAcknowledged() throws Exception {
        nothingAcknowledgedIsLost("twenty", 20, 2);
    }

    private void nothingAcknowledgedIsLost(String database, int rounds, long seed)
            throws Exception {
        Random random = new Random(seed);
        Ledger ledger = new Ledger();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong batches = new AtomicLong();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            cluster.query(1, "", "CREATE DATABASE " + database);
            List<Future<?>> loads = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                String series = "w" + writer;
                loads.add(writers.submit(() -> load(database, ledger, series, over, batches)));
            }
            for (int round = 0; round < rounds; round++) {
                long from = batches.get() + 5 + random.nextInt(40);
                Waiting.until("load goes on", () -> batches.get() >= from);
                String victim = "data-" + (1 + random.nextInt(3));
                cluster.kill(victim);
                long again = batches.get() + 5;
                Waiting.until("load goes on without " + victim, () -> batches.get() >= again);
                cluster.startNode(victim);
            }
            over.set(true);
            for (Future<?> load : loads) {
                load.get();
            }
            Waiting.until("hints are delivered", cluster::hintsDelivered);
            assertThat(ledger.size()).isPositive();
            // A coordinator that dies right after its quorum takes with it what it had not yet
            // handed to the third owner: on two disks, in no hint queue, and a ring's to find.
            CommandLineRun repair = cluster.run("repair", "start", "--db", database, "--wait");
            assertThat(repair.exitCode()).as(repair.toString()).isZero();
            for (int node = 1; node <= 3; node++) {
                ledger.assertHeldBy("data-" + node, local(node, database));
            }
        } finally {
            over.set(true);
            writers.shutdownNow();
        }
    }

    /** Batches of 50 new points at quorum, through whatever node answers. */
    private static void load(
            String database, Ledger ledger, String series, AtomicBoolean over, AtomicLong batches) {
        int next = 0;
        int node = 1;
        while (!over.get()) {
            StringBuilder lines = new StringBuilder();
            for (int i = next; i < next + 50; i++) {
                lines.append(Ledger.line(series, Ledger.time(i), i));
            }
            if (cluster.write(node, database, "quorum", lines.toString()) == 204) {
                for (int i = next; i < next + 50; i++) {
                    ledger.acknowledge(series, Ledger.time(i), i);
                }
                batches.incrementAndGet();
            } else {
                node = node % 3 + 1;
            }
            next += 50;
        }
    }
}

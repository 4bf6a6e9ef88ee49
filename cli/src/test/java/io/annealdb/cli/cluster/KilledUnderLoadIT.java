package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledUnderLoadIT {
    private static final long T0 = 1_700_000_000_000_000_000L;

    @TempDir Path dir;

    @Test
    void threeKillsLoseNothingAcknowledged() throws Exception {
        nothingAcknowledgedIsLost(3, 1);
    }

    @Test
    @Tag("campaign")
    void twentyKillsLoseNothingAcknowledged() throws Exception {
        nothingAcknowledgedIsLost(20, 2);
    }

    private void nothingAcknowledgedIsLost(int rounds, long seed) throws Exception {
        Random random = new Random(seed);
        Ledger ledger = new Ledger();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong batches = new AtomicLong();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try (DevCluster cluster = DevCluster.start(dir, 3, 1)) {
            cluster.query(1, "", "CREATE DATABASE d");
            List<Future<?>> loads = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                String series = "w" + writer;
                loads.add(writers.submit(() -> load(cluster, ledger, series, over, batches)));
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
            Waiting.until("hints are delivered", () -> cluster.hintBytes() == 0);
            assertThat(ledger.size()).isPositive();
            // A coordinator that dies right after its quorum takes with it what it had not yet
            // handed to the third owner: on two disks, in no hint queue, and a ring's to find.
            assertThat(cluster.run("repair", "start", "--wait").exitCode()).isZero();
            for (int node = 1; node <= 3; node++) {
                ledger.assertHeldBy(
                        "data-" + node, cluster.query(node, "d", Ledger.QUERY, "replica=local"));
            }
        } finally {
            over.set(true);
            writers.shutdownNow();
        }
    }

    /** Batches of 50 new points at quorum, through whatever node answers. */
    private static void load(
            DevCluster cluster,
            Ledger ledger,
            String series,
            AtomicBoolean over,
            AtomicLong batches) {
        long next = 0;
        int node = 1;
        while (!over.get()) {
            StringBuilder lines = new StringBuilder();
            for (long i = next; i < next + 50; i++) {
                lines.append(Ledger.line(series, T0 + i * 1_000_000L, i));
            }
            if (cluster.write(node, "d", "quorum", lines.toString()) == 204) {
                for (long i = next; i < next + 50; i++) {
                    ledger.acknowledge(series, T0 + i * 1_000_000L, i);
                }
                batches.incrementAndGet();
            } else {
                node = node % 3 + 1;
            }
            next += 50;
        }
    }
}

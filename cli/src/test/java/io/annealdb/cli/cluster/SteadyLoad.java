package io.annealdb.cli.cluster;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ten batches a second of a thousand new points each, at quorum, as far as the machine carries
 * that. Measurement {@code load}, ten series, times that go on a millisecond a point.
 */
final class SteadyLoad implements AutoCloseable {
    private static final int BATCH_POINTS = 1_000;

    private final DevCluster cluster;
    private final String database;
    private final AtomicLong batches = new AtomicLong();
    private final Queue<Integer> refused = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    private long nextTime; // of the writer's thread

    SteadyLoad(DevCluster cluster, String database, long firstTime) {
        this.cluster = cluster;
        this.database = database;
        this.nextTime = firstTime;
        writer.scheduleAtFixedRate(this::write, 0, 100, TimeUnit.MILLISECONDS);
    }

    private void write() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < BATCH_POINTS; i++) {
            lines.append("load,s=").append(i % 10).append(" v=").append(i).append("i ");
            lines.append(nextTime).append('\n');
            nextTime += 1_000_000;
        }
        int status = cluster.write(1, database, "quorum", lines.toString());
        if (status != 204) {
            refused.add(status);
        }
        batches.incrementAndGet();
    }

    /** Waits until so many more have been written. */
    void awaitBatches(int more) {
        long wanted = batches.get() + more;
        Waiting.until("load goes on", () -> batches.get() >= wanted);
    }

    /** Returns once nothing is under way any more. */
    void stop() throws InterruptedException {
        writer.shutdown();
        if (!writer.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a write takes longer than a minute");
        }
    }

    /** Statuses of the answers that were not 204. */
    Queue<Integer> refused() {
        return refused;
    }

    long pointsWritten() {
        return batches.get() * BATCH_POINTS;
    }

    /** What a node holds of it, by its own account. */
    long pointsHeldBy(int node) {
        return cluster.query(node, database, "SELECT count(v) FROM load", "replica=local")
                .json()
                .at("/results/0/series/0/values/0/1")
                .asLong();
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}

package io.annealdb.data.node;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.hint.DebtLedger;
import io.annealdb.data.hint.HintedHandoff;
import io.annealdb.data.hint.QueueStatus;
import io.annealdb.storage.Engine;
import io.annealdb.storage.ShardHealth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What troubles this node, as numbers: docs/repair.md says when to worry. */
final class NodeGauges {
    private NodeGauges() {}

    /**
     * @param closed the node's closed stamp, a clock value
     * @param hintBytesMax of one queue
     */
    static void register(
            MetricRegistry metrics,
            InstantSource clock,
            CoordinatorClock coordinator,
            Supplier<HintedHandoff> hints,
            long hintBytesMax,
            DebtLedger debts,
            Engine engine,
            LongSupplier closed) {
        metrics.register("debts.count", (Gauge<Integer>) () -> debts.debts().size());
        metrics.register(
                "hints.fullest.ratio",
                (Gauge<Double>)
                        () ->
                                hints.get().status().stream()
                                                .mapToLong(QueueStatus::bytes)
                                                .max()
                                                .orElse(0)
                                        / (double) Math.max(1, hintBytesMax));
        metrics.register(
                "hints.aside.points",
                (Gauge<Long>)
                        () ->
                                hints.get().status().stream()
                                        .mapToLong(queue -> queue.aside().points())
                                        .sum());
        metrics.register(
                "clock.refused",
                (Gauge<Integer>) () -> coordinator.clockTrouble().isEmpty() ? 0 : 1);
        metrics.register(
                "closed.lag.seconds",
                (Gauge<Long>) () -> (clock.millis() - (closed.getAsLong() >>> 16)) / 1000);
        metrics.register("shards.missing", (Gauge<Long>) () -> count(engine, ShardHealth.MISSING));
        metrics.register(
                "shards.damaged",
                (Gauge<Long>) () -> count(engine, ShardHealth.DAMAGED) + engine.unopened().size());
    }

    private static long count(Engine engine, ShardHealth health) {
        return engine.shards().stream().filter(shard -> shard.health() == health).count();
    }

    /** Of the disk that holds a folder. */
    static void registerDisk(MetricRegistry metrics, Path folder) {
        metrics.register(
                "disk.free.ratio",
                (Gauge<Double>)
                        () -> {
                            try {
                                var store = Files.getFileStore(folder);
                                return store.getUsableSpace()
                                        / (double) Math.max(1, store.getTotalSpace());
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }
}

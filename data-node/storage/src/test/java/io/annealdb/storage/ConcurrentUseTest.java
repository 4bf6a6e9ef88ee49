package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.Rows;
import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.disk.SimulatedDirectory;
import io.annealdb.storage.testing.ModelShard;
import io.annealdb.storage.testing.RandomRows;
import io.annealdb.storage.testing.ShardReads;
import io.annealdb.storage.testing.StepScheduler;
import io.annealdb.storage.testing.TestEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Writers, readers, digests, flushes and compactions at once, in real threads. */
class ConcurrentUseTest {
    private static final int WRITERS = 4;
    private static final int BATCHES = 120;

    private record PoolScheduler(ExecutorService pool) implements Scheduler {
        @Override
        public Task after(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public Task every(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public void execute(Runnable task) {
            pool.execute(task);
        }
    }

    @Test
    void whatManyThreadsWroteIsThereAndEveryViewIsWhole() throws Exception {
        SimulatedDirectory disk = new SimulatedDirectory(new Random(1));
        EngineOptions options =
                EngineOptions.small()
                        .withCacheBytesMax(200_000)
                        .withRowsPerBlock(50)
                        .withSeriesMap(500, false)
                        .withCompactAtFiles(3);
        ExecutorService background = Executors.newFixedThreadPool(2);
        ExecutorService threads = Executors.newCachedThreadPool();
        ModelShard model = new ModelShard(TestEngine.GRID);
        try {
            LocalEngine engine =
                    LocalEngine.open(
                            options,
                            disk,
                            InstantSource.system(),
                            new PoolScheduler(background),
                            new MetricRegistry());
            Shard shard = engine.openOrCreate(TestEngine.SPEC);
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                RandomRows source = new RandomRows(new Random(writer));
                List<Rows> batches = new ArrayList<>();
                for (int i = 0; i < BATCHES; i++) {
                    source.nextStamp();
                    batches.add(source.mixed(30));
                }
                batches.forEach(model::store);
                writers.add(threads.submit(writing(shard, batches)));
            }
            Future<?> reader = threads.submit(reading(shard, done));
            Future<?> digester = threads.submit(digesting(shard, done));
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            reader.get();
            digester.get();
            ShardReads.assertHolds(shard, model, RandomRows.FIELDS);
            background.shutdown();
            assertThat(shard.health()).isEqualTo(ShardHealth.WHOLE);
            disk.crash();
            LocalEngine again = TestEngine.open(disk, options, new StepScheduler());
            ShardReads.assertHolds(again.openOrCreate(TestEngine.SPEC), model, RandomRows.FIELDS);
        } finally {
            background.shutdownNow();
            threads.shutdownNow();
        }
    }

    private static Callable<Void> writing(Shard shard, List<Rows> batches) {
        return () -> {
            for (Rows rows : batches) {
                shard.store(rows);
            }
            return null;
        };
    }

    private static Callable<Void> reading(Shard shard, AtomicBoolean done) {
        return () -> {
            while (!done.get()) {
                try (ShardView view = shard.view()) {
                    assertThat(ShardReads.versions(view)).isEqualTo(ShardReads.versions(view));
                }
            }
            return null;
        };
    }

    private static Callable<Void> digesting(Shard shard, AtomicBoolean done) {
        return () -> {
            while (!done.get()) {
                shard.root();
                shard.flush();
            }
            return null;
        };
    }
}

package io.annealdb.storage;

import io.annealdb.storage.disk.FileDirectory;
import io.annealdb.storage.testing.RandomRows;
import io.annealdb.storage.testing.StepScheduler;
import io.annealdb.storage.testing.TestEngine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CPU time of a resting shard's root, which background anti-entropy asks of each shard once a check
 * interval. Run it by hand:
 *
 * <pre>
 *   mvn -q -pl data-node/storage surefire:test -Dtest=RootBench -Dexcluded.tags=none
 * </pre>
 */
class RootBench {
    private static final int ROOTS = 20_000;

    @Test
    @Tag("campaign")
    void measure(@TempDir Path folder) throws Exception {
        StepScheduler scheduler = new StepScheduler();
        LocalEngine engine =
                TestEngine.open(new FileDirectory(folder), EngineOptions.small(), scheduler);
        Shard shard = engine.openOrCreate(TestEngine.SPEC);
        RandomRows source = new RandomRows(new Random(1));
        for (int i = 0; i < 20; i++) {
            shard.store(source.mixed(500));
        }
        shard.flush();
        scheduler.runAll();
        for (int round = 0; round < 3; round++) {
            long before = cpuNanos();
            long sum = 0;
            for (int i = 0; i < ROOTS; i++) {
                sum += shard.root().content().low();
            }
            double micros = (cpuNanos() - before) / 1e3 / ROOTS;
            System.out.printf(
                    "%.1f us a root; 1,000 shards every 60 s: %.3f %% of a core (%d)%n",
                    micros, 1_000 * micros / 60e6 * 100, sum);
        }
        engine.close();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}

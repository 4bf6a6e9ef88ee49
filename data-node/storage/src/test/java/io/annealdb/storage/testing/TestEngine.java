package io.annealdb.storage.testing;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.ShardId;
import io.annealdb.points.TimeRange;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.LocalEngine;
import io.annealdb.storage.ShardSpec;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** Opens engines for tests: a standing clock, tasks run when the test says so. */
public final class TestEngine {
    public static final GridGeometry GRID =
            new GridGeometry(new TimeRange(0, RandomRows.TIMES), new HashKey(11, 13));
    public static final ShardSpec SPEC = spec(7);

    private TestEngine() {}

    public static ShardSpec spec(long id) {
        return new ShardSpec(new ShardId(id), "nab", "autogen", GRID);
    }

    public static LocalEngine open(Directory disk, EngineOptions options, StepScheduler scheduler)
            throws IOException {
        return open(disk, options, scheduler, new MetricRegistry());
    }

    public static LocalEngine open(
            Directory disk, EngineOptions options, StepScheduler scheduler, MetricRegistry metrics)
            throws IOException {
        return LocalEngine.open(
                options, disk, InstantSource.fixed(Instant.EPOCH), scheduler, metrics);
    }
}

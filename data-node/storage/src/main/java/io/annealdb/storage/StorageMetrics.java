package io.annealdb.storage;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.RecordFile;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The engine's counters, by the names under which a node exports them. */
public final class StorageMetrics {
    public final Meter logBytes;
    public final Timer logSyncs;
    public final Counter flushes;
    public final Counter compactions;
    public final Counter blocksRead;
    public final Counter damagedFiles;
    public final Counter failures;
    public final Counter series;
    public final Counter seriesTableMisses;
    public final Counter seriesMapLookups;
    public final Counter seriesMapRebuilds;

    public StorageMetrics(MetricRegistry registry) {
        logBytes = registry.meter("storage.wal.bytes");
        logSyncs = registry.timer("storage.wal.syncs");
        flushes = registry.counter("storage.flushes");
        compactions = registry.counter("storage.compactions");
        blocksRead = registry.counter("storage.blocks.read");
        damagedFiles = registry.counter("storage.damaged.files");
        failures = registry.counter("storage.background.failures");
        series = registry.counter("storage.series");
        seriesTableMisses = registry.counter("storage.series.table.misses");
        seriesMapLookups = registry.counter("storage.series.map.lookups");
        seriesMapRebuilds = registry.counter("storage.series.map.rebuilds");
    }

    /** Times each fsync of a log, and lets others join it first if a delay is set. */
    public RecordFile.SyncObserver syncObserver(Duration delay) {
        long delayNanos = delay.toNanos();
        return new RecordFile.SyncObserver() {
            @Override
            public void force(Directory.AppendFile file) throws IOException {
                if (delayNanos > 0) {
                    LockSupport.parkNanos(delayNanos);
                }
                try (Timer.Context timed = logSyncs.time()) {
                    file.force();
                }
            }
        };
    }
}

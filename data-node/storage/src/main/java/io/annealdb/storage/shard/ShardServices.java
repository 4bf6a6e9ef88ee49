package io.annealdb.storage.shard;

import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.ShardSpec;
import io.annealdb.storage.StorageMetrics;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.index.SeriesIndex;
import io.annealdb.storage.log.RecordFile;
import java.io.IOException;

/** What a shard needs of its engine. */
public record ShardServices(
        Directory root,
        EngineOptions options,
        Scheduler scheduler,
        StorageMetrics metrics,
        SeriesIndex index,
        RecordFile.SyncObserver syncs,
        Owner owner) {

    /** The engine, as its shards see it. */
    public interface Owner {
        /** Keeps a shard's health, outside of its folder; durable on return. */
        void keepHealth(ShardSpec spec, ShardHealth health, String trouble) throws IOException;

        /** Called after a shard took rows, under no lock: the caches may have grown too large. */
        void grown(LocalShard shard) throws IOException;
    }
}

package io.annealdb.storage.shard;

import io.annealdb.storage.cache.RowCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes the cache of a shard into a block file.
 *
 * <pre>
 *   lock: log begins a segment, the cache steps back, an empty one takes its place
 *   cache ─▶ file (forced, renamed) ─▶ manifest (renamed: now it counts) ─▶ old segments go
 * </pre>
 *
 * If the disk refuses, the cache that stepped back stays readable, and the next flush begins with
 * it. Runs under the shard's maintenance lock.
 */
final class Flush {
    private final LocalShard shard;

    Flush(LocalShard shard) {
        this.shard = shard;
    }

    /** Writes all that the shard held when this was called. */
    void all() throws IOException {
        if (stepBack()) {
            write();
        }
        if (stepBack()) {
            write();
        }
    }

    /** Whether there is a cache to write: one that an earlier flush left, or the active one. */
    private boolean stepBack() throws IOException {
        shard.lock.lock();
        try {
            if (shard.flushing != null) {
                return true;
            }
            if (shard.active.isEmpty() && shard.log.isEmpty()) {
                return false;
            }
            shard.flushingBelow = shard.log.rotate();
            shard.flushing = shard.active;
            shard.active = new RowCache();
            return true;
        } finally {
            shard.lock.unlock();
        }
    }

    private void write() throws IOException {
        List<ShardFile> added = new ArrayList<>(1);
        try (Snapshot snapshot = shard.snapshot();
                FileOutput output = new FileOutput(shard)) {
            // Only the cache that stepped back is read; files and the active cache are left out.
            CacheOutput.write(
                    snapshot.flushing(), snapshot.flushingMark(), snapshot.kept(), output.writer());
            if (!output.writer().isEmpty()) {
                added.add(output.finish(snapshot.kept().size()));
            }
            shard.digest.leaving(snapshot);
        }
        try {
            shard.files.change(added, Set.of(), shard.flushingBelow, this::publish);
        } catch (IOException e) {
            shard.files.abandon(added);
            throw e;
        }
        shard.services().metrics().flushes.inc();
        dropSegments();
    }

    private void publish(Runnable listSwitch) {
        shard.underLock(
                () -> {
                    listSwitch.run();
                    shard.flushing = null;
                    shard.countCacheBytes();
                });
    }

    private void dropSegments() throws IOException {
        shard.lock.lock();
        try {
            shard.log.dropBelow(shard.flushingBelow);
        } finally {
            shard.lock.unlock();
        }
    }
}

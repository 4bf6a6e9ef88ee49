package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.storage.cache.CachedSeries;
import io.annealdb.storage.cache.RowCache;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a shard held at one moment: its files, pinned, its caches up to a mark, its deletes. Taken
 * under the shard's lock, read without it.
 *
 * @param flushing the cache that is on its way into a file; null if there is none
 */
record Snapshot(
        List<ShardFile> files,
        RowCache active,
        long activeMark,
        RowCache flushing,
        long flushingMark,
        KeptDeletes kept)
        implements Closeable {

    static Snapshot of(
            List<ShardFile> files, RowCache active, RowCache flushing, KeptDeletes kept) {
        files.forEach(file -> file.file().pin());
        return new Snapshot(
                List.copyOf(files),
                active,
                active.mark(),
                flushing,
                flushing == null ? 0 : flushing.mark(),
                kept);
    }

    List<Delete> deletes() {
        return kept.all();
    }

    /** A cache and the place up to which it is read. */
    record Part(RowCache cache, long mark) {
        CachedSeries held(SeriesKey key) {
            return cache.held(key);
        }
    }

    List<Part> caches() {
        List<Part> parts = new ArrayList<>(2);
        if (flushing != null) {
            parts.add(new Part(flushing, flushingMark));
        }
        parts.add(new Part(active, activeMark));
        return parts;
    }

    /** Numbers of all series that a file or a cache has. */
    RoaringBitmap ids() {
        RoaringBitmap ids = new RoaringBitmap();
        for (ShardFile file : files) {
            ids.or(file.file().ids());
        }
        for (Part part : caches()) {
            part.cache().forEachSeries(series -> ids.add(series.id()));
        }
        return ids;
    }

    /** The deletes that may hide something of a series in a stretch of time. */
    List<Delete> deletesFor(SeriesKey key, long from, long to) {
        List<Delete> found = List.of();
        for (Delete delete : deletes()) {
            if (delete.minTime() <= to
                    && from <= delete.maxTime()
                    && delete.series().matches(key)) {
                if (found.isEmpty()) {
                    found = new ArrayList<>();
                }
                found.add(delete);
            }
        }
        return found;
    }

    @Override
    public void close() {
        files.forEach(file -> file.file().unpin());
    }
}

package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash.SeriesHash;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.block.FileSummary;
import io.annealdb.storage.cache.CacheRuns;
import io.annealdb.storage.cache.CachedSeries;
import io.annealdb.storage.cache.RowCache;
import io.annealdb.storage.index.SeriesIndex;
import io.annealdb.storage.merge.GridSum;
import io.annealdb.storage.merge.Lane;
import io.annealdb.storage.merge.MergedRows;
import io.annealdb.storage.merge.Run;
import io.annealdb.storage.merge.SeriesMerge;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * The sums over what a shard shows, kept up to date by what came since they were asked for last:
 *
 * <pre>
 *   first time   own sums of the files' footers, dirty cells marked
 *   later        rows that came since: in order and hidden by nothing ─▶ added; else their cell is dirty
 *   at the end   dirty cells ─▶ read and summed anew
 * </pre>
 *
 * A cell is dirty where own sums may count a value that does not show: blocks of one series in two
 * files overlap in time, or a delete reaches in. A flush and a compaction change nothing here,
 * since content stays the same. Guarded by itself; a flush takes that lock before it lets a cache
 * go.
 */
final class ShardDigest {
    private static final int CELLS = GridGeometry.WINDOWS * GridGeometry.BUCKETS;

    private final GridGeometry geometry;
    private final SeriesIndex index;
    private final GridSum sum;
    private final MergedRows merged = new MergedRows();
    private final SeriesMerge merge = new SeriesMerge(merged);
    private DigestGrid grid;
    private int deletesSeen;
    private final BitSet dirty = new BitSet(CELLS);
    private volatile int epoch;
    private int gridEpoch;

    /** Guards {@link #epoch} together with what snapshots are taken of. */
    private final Lock shardLock;

    ShardDigest(GridGeometry geometry, SeriesIndex index, Lock shardLock) {
        this.shardLock = shardLock;
        this.geometry = geometry;
        this.index = index;
        this.sum = new GridSum(geometry);
    }

    /**
     * Files or deletes changed in a way that is not a write: the next digest begins anew. Under the
     * shard's lock, with the change.
     */
    void invalidate() {
        epoch++;
    }

    /** The sums of one moment, and the deletes that it had. */
    record Sums(DigestGrid grid, KeptDeletes deletes) {
        ShardRoot root(SettledCells settled) {
            return new ShardRoot(grid.total(), deletes.sum(settled, CellSet.NONE));
        }

        ShardRoot rootLeavingOut(CellSet cells, SettledCells settled) {
            return new ShardRoot(grid.totalWithout(cells), deletes.sum(settled, cells));
        }
    }

    /** The sums of the snapshot that is taken now. */
    synchronized Sums of(Supplier<Snapshot> now) {
        KeptDeletes deletes = bringUpToDate(now);
        DigestGrid copy = new DigestGrid();
        copy.add(grid);
        return new Sums(copy, deletes);
    }

    /** The root alone: of a shard that rests it costs one walk over the cells, and copies none. */
    synchronized ShardRoot root(Supplier<Snapshot> now, SettledCells settled) {
        KeptDeletes deletes = bringUpToDate(now);
        return new Sums(grid, deletes).root(settled);
    }

    private KeptDeletes bringUpToDate(Supplier<Snapshot> now) {
        int epochNow;
        Snapshot taken;
        shardLock.lock();
        try {
            epochNow = epoch;
            taken = now.get();
        } finally {
            shardLock.unlock();
        }
        try (Snapshot snapshot = taken) {
            bringUpToDate(snapshot, epochNow);
            return snapshot.kept();
        }
    }

    private void bringUpToDate(Snapshot snapshot, int now) {
        if (grid == null || gridEpoch != now) {
            grid = null;
            begin(snapshot);
        }
        try {
            for (Snapshot.Part part : snapshot.caches()) {
                addCache(snapshot, part.cache(), part.mark());
            }
            addDeletes(snapshot);
            sumDirtyCells(snapshot);
        } catch (RuntimeException e) {
            grid = null;
            throw e;
        }
        gridEpoch = now;
    }

    /**
     * Called before a flush or a compaction lets go of what it has read from a snapshot: counts the
     * rest of the cache that stepped back, and marks what the snapshot's deletes hide, while files
     * and caches still show where that was.
     */
    synchronized void leaving(Snapshot snapshot) {
        if (grid != null && gridEpoch == epoch) {
            if (snapshot.flushing() != null) {
                addCache(snapshot, snapshot.flushing(), snapshot.flushingMark());
            }
            addDeletes(snapshot);
        }
    }

    private void begin(Snapshot snapshot) {
        DigestGrid fresh = new DigestGrid();
        dirty.clear();
        for (ShardFile file : snapshot.files()) {
            fresh.add(file.file().digest());
            if (file.file().summary().geometry() != FileSummary.geometryCheck(geometry)) {
                dirty.set(0, CELLS);
            }
        }
        for (Snapshot.Part part : snapshot.caches()) {
            part.cache().digestedUpTo(-1);
            part.cache().forEachSeries(CachedSeries::forgetDigest);
        }
        grid = fresh;
        markOverlaps(snapshot);
        for (ShardFile file : snapshot.files()) {
            for (int i = file.entry().deletesApplied(); i < snapshot.deletes().size(); i++) {
                markHidden(file.file(), snapshot.deletes().get(i));
            }
        }
        deletesSeen = snapshot.deletes().size();
    }

    /** Marks where blocks of one series lie over each other in two files. */
    private void markOverlaps(Snapshot snapshot) {
        if (snapshot.files().size() < 2) {
            return;
        }
        RoaringBitmap seen = new RoaringBitmap();
        RoaringBitmap shared = new RoaringBitmap();
        for (ShardFile file : snapshot.files()) {
            shared.or(RoaringBitmap.and(seen, file.file().ids()));
            seen.or(file.file().ids());
        }
        IntIterator ids = shared.getIntIterator();
        while (ids.hasNext()) {
            markOverlaps(snapshot, ids.next());
        }
    }

    private record Stretch(long from, long to, int file) {}

    private void markOverlaps(Snapshot snapshot, int id) {
        List<Stretch> stretches = new ArrayList<>();
        for (int file = 0; file < snapshot.files().size(); file++) {
            BlockFile blocks = snapshot.files().get(file).file();
            int first = blocks.firstBlock(id);
            int end = first < 0 ? first : blocks.endBlock(id);
            for (int block = first; block < end; block++) {
                stretches.add(new Stretch(blocks.minTime(block), blocks.maxTime(block), file));
            }
        }
        stretches.sort(Comparator.comparingLong(Stretch::from));
        long[] lastOf = new long[snapshot.files().size()];
        boolean[] has = new boolean[lastOf.length];
        int bucket = -1;
        for (Stretch stretch : stretches) {
            for (int file = 0; file < lastOf.length; file++) {
                if (file != stretch.file() && has[file] && lastOf[file] >= stretch.from()) {
                    if (bucket < 0) {
                        bucket = GridGeometry.bucket(sum.hash().series(index.key(id)));
                    }
                    long until = Math.min(lastOf[file], stretch.to());
                    markDirty(bucket, stretch.from(), until);
                }
            }
            int own = stretch.file();
            lastOf[own] = has[own] ? Math.max(lastOf[own], stretch.to()) : stretch.to();
            has[own] = true;
        }
    }

    private void markDirty(int bucket, long from, long to) {
        int last = geometry.window(to);
        for (int window = geometry.window(from); window <= last; window++) {
            dirty.set(window * GridGeometry.BUCKETS + bucket);
        }
    }

    private void markHidden(BlockFile file, Delete delete) {
        FileSummary summary = file.summary();
        if (summary.minStamp().compareTo(delete.stamp()) >= 0
                || summary.maxTime() < delete.minTime()
                || delete.maxTime() < summary.minTime()) {
            return;
        }
        RoaringBitmap hit = index.select(delete.series());
        hit.and(file.ids());
        IntIterator ids = hit.getIntIterator();
        while (ids.hasNext()) {
            int id = ids.next();
            int bucket = -1;
            for (int block = file.firstBlock(id); block < file.endBlock(id); block++) {
                long from = Math.max(delete.minTime(), file.minTime(block));
                long to = Math.min(delete.maxTime(), file.maxTime(block));
                if (from <= to) {
                    if (bucket < 0) {
                        bucket = GridGeometry.bucket(sum.hash().series(index.key(id)));
                    }
                    markDirty(bucket, from, to);
                }
            }
        }
    }

    /** Adds the rows of a cache that came since the last time. */
    private void addCache(Snapshot snapshot, RowCache cache, long mark) {
        if (cache.digestedMark() == mark) {
            return;
        }
        cache.forEachSeries(
                series -> {
                    CacheRuns fresh =
                            CacheRuns.gather(
                                    cache,
                                    series,
                                    mark,
                                    series.digestedTo(),
                                    Long.MIN_VALUE,
                                    Long.MAX_VALUE);
                    if (!fresh.isEmpty()) {
                        addFresh(snapshot, cache, series, fresh);
                    }
                });
        cache.digestedUpTo(mark);
    }

    private void addFresh(Snapshot snapshot, RowCache cache, CachedSeries series, CacheRuns fresh) {
        SeriesHash hash = sum.hash().series(series.key());
        int bucket = GridGeometry.bucket(hash);
        long before = newestBefore(snapshot, cache, series);
        boolean anyBefore = before != Long.MIN_VALUE;
        boolean clean =
                fresh.unique()
                        && (!anyBefore || fresh.minTime() > before)
                        && !fresh.anyBelow(
                                snapshot.deletesFor(
                                        series.key(), fresh.minTime(), fresh.maxTime()));
        if (clean) {
            addAll(fresh, hash);
        } else {
            for (int row = 0; row < fresh.rows(); row++) {
                long time = fresh.time(row);
                markDirty(bucket, time, time);
            }
        }
        series.digested(fresh.lastPlace(), Math.max(series.digestedMax(), fresh.maxTime()));
    }

    private void addAll(CacheRuns fresh, SeriesHash hash) {
        Shape.Column[] lanes = Lane.union(fresh.shapes());
        List<Run> runs = new ArrayList<>();
        fresh.addRuns(lanes, runs);
        merge.start(lanes, runs, List.of(), true, true, Long.MIN_VALUE, Long.MAX_VALUE);
        while (merge.next()) {
            sum.add(grid, hash, merged);
        }
    }

    /** The newest time of a series in files and in what was counted of caches. */
    private static long newestBefore(Snapshot snapshot, RowCache cache, CachedSeries series) {
        long newest = series.digestedMax();
        for (Snapshot.Part part : snapshot.caches()) {
            if (part.cache() != cache) {
                CachedSeries other = part.held(series.key());
                if (other != null) {
                    newest = Math.max(newest, other.digestedMax());
                }
            }
        }
        for (ShardFile file : snapshot.files()) {
            BlockFile blocks = file.file();
            int first = blocks.firstBlock(series.id());
            int end = first < 0 ? first : blocks.endBlock(series.id());
            for (int block = first; block < end; block++) {
                newest = Math.max(newest, blocks.maxTime(block));
            }
        }
        return newest;
    }

    private void addDeletes(Snapshot snapshot) {
        List<Delete> deletes = snapshot.deletes();
        for (int i = deletesSeen; i < deletes.size(); i++) {
            Delete delete = deletes.get(i);
            for (ShardFile file : snapshot.files()) {
                markHidden(file.file(), delete);
            }
            for (Snapshot.Part part : snapshot.caches()) {
                part.cache().forEachSeries(series -> markHidden(series, delete));
            }
        }
        deletesSeen = Math.max(deletesSeen, deletes.size());
    }

    private void markHidden(CachedSeries series, Delete delete) {
        long from = Math.max(delete.minTime(), series.minTime());
        long to = Math.min(delete.maxTime(), series.maxTime());
        if (from <= to && delete.series().matches(series.key())) {
            markDirty(GridGeometry.bucket(sum.hash().series(series.key())), from, to);
        }
    }

    private void sumDirtyCells(Snapshot snapshot) {
        if (dirty.isEmpty()) {
            return;
        }
        BitSet buckets = new BitSet();
        dirty.stream().forEach(cell -> buckets.set(cell % GridGeometry.BUCKETS));
        DigestGrid fresh = new DigestGrid();
        SeriesReader reader = new SeriesReader(snapshot);
        IntIterator ids = snapshot.ids().getIntIterator();
        while (ids.hasNext()) {
            int id = ids.next();
            SeriesKey key = index.key(id);
            SeriesHash hash = sum.hash().series(key);
            int bucket = GridGeometry.bucket(hash);
            if (buckets.get(bucket)) {
                sumWindows(reader, key, id, hash, bucket, fresh);
            }
        }
        dirty.stream()
                .forEach(
                        cell -> {
                            int window = cell / GridGeometry.BUCKETS;
                            int bucket = cell % GridGeometry.BUCKETS;
                            grid.set(window, bucket, fresh.cell(window, bucket));
                        });
        dirty.clear();
    }

    /** Sums a series over each run of neighbouring dirty windows of its bucket. */
    private void sumWindows(
            SeriesReader reader,
            SeriesKey key,
            int id,
            SeriesHash hash,
            int bucket,
            DigestGrid fresh) {
        for (int window = 0; window < GridGeometry.WINDOWS; window++) {
            if (!dirty.get(window * GridGeometry.BUCKETS + bucket)) {
                continue;
            }
            int last = window;
            while (last + 1 < GridGeometry.WINDOWS
                    && dirty.get((last + 1) * GridGeometry.BUCKETS + bucket)) {
                last++;
            }
            reader.startAll(
                    key,
                    id,
                    SeriesReader.Wanted.versions(
                            geometry.windowStart(window), geometry.windowLast(last)));
            while (reader.next()) {
                sum.add(fresh, hash, reader.rows());
            }
            window = last;
        }
    }
}

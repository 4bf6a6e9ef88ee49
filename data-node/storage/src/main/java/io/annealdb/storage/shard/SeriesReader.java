package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.cache.CacheRuns;
import io.annealdb.storage.cache.CachedSeries;
import io.annealdb.storage.merge.Lane;
import io.annealdb.storage.merge.MergedRows;
import io.annealdb.storage.merge.Run;
import io.annealdb.storage.merge.SeriesMerge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Merges one series after the other out of a snapshot. For one thread. */
final class SeriesReader {
    private final Snapshot snapshot;
    private final boolean counted;
    private final MergedRows rows = new MergedRows();
    private final SeriesMerge merge = new SeriesMerge(rows);
    private final Map<Set<Shape>, Shape.Column[]> unions = new HashMap<>();
    private final Map<Shape, int[]> columns = new HashMap<>();
    private Shape.Column[] columnsOf;

    /** For a view or a digest. */
    SeriesReader(Snapshot snapshot) {
        this(snapshot, true);
    }

    /**
     * @param counted whether blocks count as read: not in a compaction, which runs when it likes
     */
    SeriesReader(Snapshot snapshot, boolean counted) {
        this.snapshot = snapshot;
        this.counted = counted;
    }

    /** What to read of a series. */
    record Wanted(long from, long to, boolean ascending, boolean withStamps) {
        static Wanted versions(long from, long to) {
            return new Wanted(from, to, true, true);
        }
    }

    MergedRows rows() {
        return rows;
    }

    boolean next() {
        return merge.next();
    }

    /** Begins a series with all its fields, without what deletes hide. */
    void startAll(SeriesKey key, int id, Wanted wanted) {
        startAll(key, id, wanted, snapshot.deletesFor(key, wanted.from(), wanted.to()));
    }

    void startAll(SeriesKey key, int id, Wanted wanted, List<Delete> deletes) {
        List<CacheRuns> cached = cached(key, wanted);
        Set<Shape> shapes = new LinkedHashSet<>();
        for (ShardFile file : snapshot.files()) {
            BlockFile blocks = file.file();
            int first = blocks.firstBlock(id);
            int end = first < 0 ? first : blocks.endBlock(id);
            for (int block = first; block < end; block++) {
                if (within(blocks, block, wanted)) {
                    shapes.add(blocks.shape(block));
                }
            }
        }
        cached.forEach(runs -> shapes.addAll(runs.shapes()));
        start(unions.computeIfAbsent(shapes, Lane::union), id, cached, deletes, wanted);
    }

    /** Begins a series with some lanes alone. */
    void start(Shape.Column[] lanes, SeriesKey key, int id, Wanted wanted) {
        List<Delete> deletes = snapshot.deletesFor(key, wanted.from(), wanted.to());
        start(lanes, id, cached(key, wanted), deletes, wanted);
    }

    private void start(
            Shape.Column[] lanes,
            int id,
            List<CacheRuns> cached,
            List<Delete> deletes,
            Wanted wanted) {
        if (columnsOf != lanes) {
            columnsOf = lanes;
            columns.clear();
        }
        List<Run> runs = new ArrayList<>();
        for (ShardFile file : snapshot.files()) {
            addBlocks(file.file(), id, lanes, wanted, runs);
        }
        cached.forEach(part -> part.addRuns(lanes, runs));
        merge.start(
                lanes,
                runs,
                deletes,
                wanted.ascending(),
                wanted.withStamps(),
                wanted.from(),
                wanted.to());
    }

    private void addBlocks(
            BlockFile file, int id, Shape.Column[] lanes, Wanted wanted, List<Run> runs) {
        int first = file.firstBlock(id);
        if (first < 0) {
            return;
        }
        int end = file.endBlock(id);
        for (int block = first; block < end; block++) {
            if (within(file, block, wanted)) {
                int[] fed =
                        columns.computeIfAbsent(
                                file.shape(block), shape -> Lane.columnsOf(lanes, shape));
                if (Lane.feeds(fed)) {
                    runs.add(file.run(block, fed, counted));
                }
            }
        }
    }

    private static boolean within(BlockFile file, int block, Wanted wanted) {
        return file.minTime(block) <= wanted.to() && wanted.from() <= file.maxTime(block);
    }

    private List<CacheRuns> cached(SeriesKey key, Wanted wanted) {
        List<CacheRuns> found = new ArrayList<>(2);
        for (Snapshot.Part part : snapshot.caches()) {
            CachedSeries series = part.held(key);
            if (series != null) {
                CacheRuns runs =
                        CacheRuns.gather(
                                part.cache(), series, part.mark(), wanted.from(), wanted.to());
                if (!runs.isEmpty()) {
                    found.add(runs);
                }
            }
        }
        return found;
    }
}

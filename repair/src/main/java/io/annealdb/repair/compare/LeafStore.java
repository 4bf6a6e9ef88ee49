package io.annealdb.repair.compare;

import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ItemHash;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A successor's cells and leaves, read once each and kept as long as they are asked about, within
 * bounds of memory: a source goes through cells in batches smaller than these.
 */
final class LeafStore {
    private static final long SERIES_MAX = 1 << 20;
    private static final long VALUES_MAX = 1 << 21;

    /** Series of a cell by key, and a key behind each tag. */
    private record CellSeries(
            SortedMap<SeriesKey, CellDigest> sums, Map<Integer, SeriesKey> byTag) {}

    private record LeafName(SeriesKey series, int window) {}

    private final ReplicaSnapshot snapshot;
    private final ItemHash hash;
    private final BoundedCache<Cell, CellSeries> cells = new BoundedCache<>(SERIES_MAX);
    private final BoundedCache<LeafName, Leaf> leaves = new BoundedCache<>(VALUES_MAX);

    LeafStore(ReplicaSnapshot snapshot, ItemHash hash) {
        this.snapshot = snapshot;
        this.hash = hash;
    }

    /** Sums by series, in order of keys. */
    SortedMap<SeriesKey, CellDigest> series(Cell cell) throws IOException {
        return load(cell).sums;
    }

    /** The leaf, without a point if the series is not there. */
    Leaf leaf(LeafRef ref) throws IOException {
        SeriesKey series = ref.key();
        if (series == null) {
            series = load(ref.cell()).byTag.get(ref.tag());
            if (series == null) {
                return new Leaf(SeriesKey.ofCanonical(""), Rows.builder().build(), hash, List.of());
            }
        }
        LeafName name = new LeafName(series, ref.cell().window());
        Leaf leaf = leaves.get(name);
        if (leaf == null) {
            leaf = new Leaf(series, snapshot.versions(series, name.window), hash, List.of());
            leaves.put(name, leaf, leaf.valueCount() + 1L);
        }
        return leaf;
    }

    private CellSeries load(Cell cell) throws IOException {
        CellSeries known = cells.get(cell);
        if (known == null) {
            SortedMap<SeriesKey, CellDigest> sums =
                    new TreeMap<>(snapshot.seriesDigests(cell.window(), cell.bucket()));
            Map<Integer, SeriesKey> byTag = new HashMap<>();
            sums.keySet().forEach(key -> byTag.put(LeafRef.tag(hash.series(key)), key));
            known = new CellSeries(sums, byTag);
            cells.put(cell, known, sums.size() + 1L);
        }
        return known;
    }
}

package io.annealdb.repair.compare;

import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A successor's cells and leaves, read once each and kept as long as they are asked about, within
 * bounds of memory: a source goes through cells in batches no larger than these.
 */
final class LeafStore {
    /** About 250 bytes each. */
    private static final long SERIES_MAX = 2 * SeriesExchange.BATCH_SERIES;

    private static final long VALUE_BYTES = 150; // about, without strings

    private static final long VALUES_MAX = 2L * LeafReader.LEAF_VALUES_MAX;

    /** Series of a cell by key, and a key behind each tag that only one of them has. */
    private record CellSeries(
            SortedMap<SeriesKey, CellDigest> sums,
            Map<Integer, SeriesKey> byTag,
            Set<Integer> sharedTags) {}

    private record LeafName(SeriesKey series, int window, Slice slice) {}

    private final ReplicaSnapshot snapshot;
    private final ItemHash hash;
    private final LeafReader reader;
    private final BoundedCache<Cell, CellSeries> cells = new BoundedCache<>(SERIES_MAX);
    private final BoundedCache<LeafName, Leaf> leaves = new BoundedCache<>(VALUES_MAX);

    LeafStore(ReplicaSnapshot snapshot, GridGeometry grid, ItemHash hash) {
        this.snapshot = snapshot;
        this.hash = hash;
        this.reader = new LeafReader(snapshot, grid, hash, Findings.IGNORED, List.of());
    }

    /** Sums by series, in order of keys. */
    SortedMap<SeriesKey, CellDigest> series(Cell cell) throws IOException {
        return load(cell).sums;
    }

    /** The answer to a question about a leaf; an empty leaf if the series is not there. */
    LeafAnswer answer(LeafQuestion asked, int salt) throws IOException {
        LeafRef ref = asked.leaf();
        CellSeries cell = load(ref.cell());
        if (ref.key() == null && cell.sharedTags.contains(ref.tag())) {
            return new LeafAnswer.SendAll();
        }
        SeriesKey series = ref.key() == null ? cell.byTag.get(ref.tag()) : ref.key();
        CellDigest sum = series == null ? null : cell.sums.get(series);
        if (asked instanceof LeafQuestion.Slices slices) {
            return slices(slices, series, salt);
        }
        if (sum == null) {
            Rows none = Rows.builder().build();
            return LeafWitness.answer(
                    asked, new Leaf(SeriesKey.ofCanonical(""), none, hash, List.of()), salt);
        }
        if (ref.slice().equals(Slice.WHOLE) && sum.values() > LeafReader.LEAF_VALUES_MAX) {
            return new LeafAnswer.TooLarge(sum.values());
        }
        Optional<Leaf> leaf = leaf(series, ref);
        if (leaf.isEmpty() && ref.slice().log() < Slice.LOG_MAX) {
            return new LeafAnswer.TooLarge(sum.values());
        }
        return leaf.isEmpty() || leaf.get().size() > PointKeysCodec.POINTS_MAX
                ? new LeafAnswer.SendAll() // all at one time, as it were: no slice is that dense
                : LeafWitness.answer(asked, leaf.get(), salt);
    }

    private LeafAnswer slices(LeafQuestion.Slices asked, SeriesKey series, int salt)
            throws IOException {
        LeafRef ref = asked.leaf();
        List<Answer.Sum> sums = new ArrayList<>();
        for (int child = 0; child < 1 << asked.log(); child++) {
            CellDigest sum =
                    series == null
                            ? CellDigest.EMPTY
                            : reader.sum(
                                    series,
                                    ref.cell().window(),
                                    ref.slice().child(asked.log(), child));
            sums.add(new Answer.Sum(Salted.fold(sum, salt), sum.values()));
        }
        return new LeafAnswer.Slices(sums);
    }

    private Optional<Leaf> leaf(SeriesKey series, LeafRef ref) throws IOException {
        LeafName name = new LeafName(series, ref.cell().window(), ref.slice());
        Leaf known = leaves.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Leaf> read = reader.read(series, name.window, name.slice);
        read.ifPresent(
                leaf ->
                        leaves.put(
                                name,
                                leaf,
                                leaf.valueCount() + 1 + leaf.rows().textBytes() / VALUE_BYTES));
        return read;
    }

    private CellSeries load(Cell cell) throws IOException {
        CellSeries known = cells.get(cell);
        if (known == null) {
            SortedMap<SeriesKey, CellDigest> sums =
                    new TreeMap<>(snapshot.seriesDigests(cell.window(), cell.bucket()));
            Map<Integer, SeriesKey> byTag = new HashMap<>();
            Set<Integer> shared = new HashSet<>();
            for (SeriesKey key : sums.keySet()) {
                int tag = LeafRef.tag(hash.series(key));
                if (byTag.put(tag, key) != null) {
                    shared.add(tag);
                }
            }
            known = new CellSeries(sums, byTag, shared);
            cells.put(cell, known, sums.size() + 1L);
        }
        return known;
    }
}

package io.annealdb.storage.shard;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Shape;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.storage.ShardView;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.cache.CacheRuns;
import io.annealdb.storage.cache.CachedSeries;
import io.annealdb.storage.index.SeriesIndex;
import io.annealdb.storage.merge.GridSum;
import io.annealdb.storage.merge.MergedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** A view over a snapshot. */
final class LocalView implements ShardView {
    private static final SeriesReader.Wanted EVERYTHING =
            new SeriesReader.Wanted(Long.MIN_VALUE, Long.MAX_VALUE, true, false);

    private final Snapshot snapshot;
    private final GridGeometry geometry;
    private final SeriesIndex index;
    private final Map<String, Map<String, Set<FieldType>>> types;
    private final Map<String, Map<String, Set<FieldType>>> shownTypes = new HashMap<>();
    private final SeriesReader probe;
    private RoaringBitmap ids;
    private RoaringBitmap[] buckets; // series by bucket of the grid; null until asked for
    private boolean closed;

    LocalView(
            Snapshot snapshot,
            GridGeometry geometry,
            SeriesIndex index,
            Map<String, Map<String, Set<FieldType>>> types) {
        this.snapshot = snapshot;
        this.geometry = geometry;
        this.index = index;
        this.types = types;
        this.probe = new SeriesReader(snapshot);
    }

    /** A series that may have visible points. */
    private record Candidate(SeriesKey key, int id) {}

    private List<Candidate> candidates(SeriesPredicate predicate) {
        if (ids == null) {
            ids = snapshot.ids();
        }
        RoaringBitmap found = index.select(predicate);
        found.and(ids);
        List<Candidate> candidates = new ArrayList<>(found.getCardinality());
        IntIterator numbers = found.getIntIterator();
        while (numbers.hasNext()) {
            int id = numbers.next();
            candidates.add(new Candidate(index.key(id), id));
        }
        candidates.sort((a, b) -> a.key().compareTo(b.key()));
        return candidates;
    }

    private boolean visible(Candidate series) {
        if (snapshot.deletesFor(series.key(), Long.MIN_VALUE, Long.MAX_VALUE).isEmpty()) {
            return inFile(series) || inCache(series);
        }
        probe.startAll(series.key(), series.id(), EVERYTHING);
        return probe.next();
    }

    private boolean inFile(Candidate series) {
        return snapshot.files().stream().anyMatch(file -> file.file().firstBlock(series.id()) >= 0);
    }

    private boolean inCache(Candidate series) {
        for (Snapshot.Part part : snapshot.caches()) {
            CachedSeries held = part.held(series.key());
            if (held != null
                    && !CacheRuns.gather(
                                    part.cache(), held, part.mark(), Long.MIN_VALUE, Long.MAX_VALUE)
                            .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public SortedSet<String> measurements() {
        SortedSet<String> found = new TreeSet<>();
        for (String measurement : types.keySet()) {
            List<Candidate> of = candidates(new SeriesPredicate.MeasurementIs(measurement));
            if (of.stream().anyMatch(this::visible)) {
                found.add(measurement);
            }
        }
        return found;
    }

    @Override
    public List<SeriesKey> series(SeriesPredicate predicate) {
        return candidates(predicate).stream().filter(this::visible).map(Candidate::key).toList();
    }

    @Override
    public Map<String, Set<FieldType>> fields(String measurement) {
        return shownTypes.computeIfAbsent(measurement, this::shown);
    }

    /**
     * A type all of whose values are deleted must not decide what reads take: another replica may
     * have dropped them already. Only where a field has several types, and deletes exist, is it
     * worth a look.
     */
    private Map<String, Set<FieldType>> shown(String measurement) {
        Map<String, Set<FieldType>> held = types.getOrDefault(measurement, Map.of());
        if (snapshot.deletes().isEmpty()) {
            return Collections.unmodifiableMap(held);
        }
        Map<String, Set<FieldType>> shown = new TreeMap<>();
        held.forEach(
                (field, of) -> {
                    Set<FieldType> visible = EnumSet.copyOf(of);
                    if (of.size() > 1) {
                        visible.removeIf(type -> !anyVisible(measurement, field, type));
                    }
                    if (!visible.isEmpty()) {
                        shown.put(field, visible);
                    }
                });
        return Collections.unmodifiableMap(shown);
    }

    private boolean anyVisible(String measurement, String field, FieldType type) {
        Shape.Column[] lane = {new Shape.Column(field, type)};
        for (Candidate series : candidates(new SeriesPredicate.MeasurementIs(measurement))) {
            probe.start(lane, series.key(), series.id(), EVERYTHING);
            if (probe.next()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Iterator<SeriesColumns> scan(Scan scan) {
        if (scan.minTime() > scan.maxTime()) {
            return Collections.emptyIterator();
        }
        return new ScanIterator(scan);
    }

    private final class ScanIterator implements Iterator<SeriesColumns> {
        private final Scan scan;
        private final SeriesReader.Wanted wanted;
        private final Iterator<Candidate> series;
        private final SeriesReader reader = new SeriesReader(snapshot);
        private final Map<String, ScanLanes> lanesOf = new HashMap<>();
        private Candidate current;
        private ScanLanes lanes;
        private SeriesColumns next;

        ScanIterator(Scan scan) {
            this.scan = scan;
            this.wanted =
                    new SeriesReader.Wanted(
                            scan.minTime(), scan.maxTime(), scan.ascending(), false);
            this.series = candidates(scan.series()).iterator();
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                if (current != null && reader.next()) {
                    next = lanes.columns(current.key(), reader.rows());
                } else if (!startNext()) {
                    return false;
                }
            }
            return true;
        }

        private boolean startNext() {
            while (series.hasNext()) {
                current = series.next();
                lanes =
                        lanesOf.computeIfAbsent(
                                current.key().measurement(),
                                name -> ScanLanes.of(scan.fields(), fields(name)));
                if (!lanes.isEmpty()) {
                    reader.start(lanes.lanes, current.key(), current.id(), wanted);
                    return true;
                }
            }
            current = null;
            return false;
        }

        @Override
        public SeriesColumns next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            SeriesColumns taken = next;
            next = null;
            return taken;
        }
    }

    @Override
    public Map<SeriesKey, CellDigest> seriesDigests(int window, int bucket) {
        Map<SeriesKey, CellDigest> sums = new TreeMap<>();
        GridSum sum = new GridSum(geometry);
        SeriesReader reader = new SeriesReader(snapshot);
        IntIterator members = bucketMembers(bucket, sum.hash()).getIntIterator();
        while (members.hasNext()) {
            int id = members.next();
            Candidate series = new Candidate(index.key(id), id);
            if (!touches(series, window)) {
                continue;
            }
            var hash = sum.hash().series(series.key());
            DigestGrid grid = new DigestGrid();
            reader.startAll(series.key(), series.id(), wholeWindow(window));
            while (reader.next()) {
                sum.add(grid, hash, reader.rows());
            }
            CellDigest cell = grid.cell(window, bucket);
            if (cell.values() > 0) {
                sums.put(series.key(), cell);
            }
        }
        return sums;
    }

    /** Numbers alone, since a comparison comes back for each cell of a bucket. */
    private RoaringBitmap bucketMembers(int bucket, ItemHash hash) {
        if (buckets == null) {
            buckets = new RoaringBitmap[GridGeometry.BUCKETS];
            Arrays.setAll(buckets, b -> new RoaringBitmap());
            for (Candidate series : candidates(new SeriesPredicate.Every())) {
                buckets[GridGeometry.bucket(hash.series(series.key()))].add(series.id());
            }
        }
        return buckets[bucket];
    }

    private boolean touches(Candidate series, int window) {
        long from = geometry.windowStart(window);
        long to = geometry.windowLast(window);
        for (ShardFile file : snapshot.files()) {
            BlockFile blocks = file.file();
            int first = blocks.firstBlock(series.id());
            int end = first < 0 ? first : blocks.endBlock(series.id());
            for (int block = first; block < end; block++) {
                if (blocks.minTime(block) <= to && from <= blocks.maxTime(block)) {
                    return true;
                }
            }
        }
        for (Snapshot.Part part : snapshot.caches()) {
            CachedSeries held = part.held(series.key());
            if (held != null && held.minTime() <= to && from <= held.maxTime()) {
                return true;
            }
        }
        return false;
    }

    private SeriesReader.Wanted wholeWindow(int window) {
        return SeriesReader.Wanted.versions(
                geometry.windowStart(window), geometry.windowLast(window));
    }

    @Override
    public Rows versions(SeriesKey series, long first, long last, int rowsMax, long textBytesMax) {
        Rows.Builder out = Rows.builder();
        int id = index.find(series);
        if (id >= 0) {
            probe.startAll(series, id, SeriesReader.Wanted.versions(first, last));
            while (out.size() < rowsMax && out.textBytes() < textBytesMax && probe.next()) {
                addVersions(series, probe.rows(), out);
            }
        }
        return out.build();
    }

    private static void addVersions(SeriesKey series, MergedRows rows, Rows.Builder out) {
        Fragments fragments = new Fragments(rows);
        for (int row = 0; row < rows.size(); row++) {
            fragments.add(series, row, out);
        }
    }

    /** Splits a merged row into one row a stamp, in order of the stamps. */
    private static final class Fragments {
        private final MergedRows rows;

        Fragments(MergedRows rows) {
            this.rows = rows;
        }

        void add(SeriesKey series, int row, Rows.Builder out) {
            TreeMap<io.annealdb.points.Stamp, List<Integer>> byStamp = new TreeMap<>();
            for (int lane = 0; lane < rows.lanes().length; lane++) {
                if (rows.has(lane, row)) {
                    byStamp.computeIfAbsent(
                                    rows.stamps().get(rows.stampOf(lane)[row]),
                                    stamp -> new ArrayList<>())
                            .add(lane);
                }
            }
            byStamp.forEach(
                    (stamp, lanes) -> {
                        List<Shape.Column> columns =
                                lanes.stream().map(lane -> rows.lanes()[lane]).toList();
                        out.row(
                                out.series(series),
                                rows.time(row),
                                out.shape(new Shape(columns)),
                                out.stamp(stamp));
                        for (int lane : lanes) {
                            long bits = rows.bits(lane)[row];
                            out.value(rows.isText(lane) ? out.text(rows.text(bits)) : bits);
                        }
                    });
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            snapshot.close();
        }
    }
}

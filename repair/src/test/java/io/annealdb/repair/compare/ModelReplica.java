package io.annealdb.repair.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.TimeRange;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** A shard's copy as a map in memory, with the rules of stamps and deletes and nothing else. */
public final class ModelReplica implements ShardReplica {
    public static final GridGeometry GRID =
            new GridGeometry(new TimeRange(0, 64_000_000_000L), new HashKey(0x1234, 0x9876));

    private static final ItemHash HASH = new ItemHash(GRID.key());

    /** What a value stands under. */
    public record Place(SeriesKey series, long time, Shape.Column column)
            implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::series)
                    .thenComparing(Place::time)
                    .thenComparing(Place::column)
                    .compare(this, other);
        }
    }

    /** A value: the bits of a number, or the bytes of a string in hex. */
    public record Held(Stamp stamp, String bits) {}

    private final NavigableMap<Place, Held> values = new TreeMap<>();
    private final Set<Delete> deletes = new LinkedHashSet<>();
    private ReplicaHealth health = ReplicaHealth.WHOLE;
    private SettledCells settled = SettledCells.NONE;
    private long textBytesAtOnce;

    @Override
    public GridGeometry grid() {
        return GRID;
    }

    @Override
    public ReplicaHealth health() {
        return health;
    }

    /** All cells have settled at that clock value. */
    public void settle(long hlc) {
        settled = SettledCells.allAt(hlc);
    }

    public void become(ReplicaHealth next) {
        health = next;
    }

    /** The folder is gone. */
    public void lose() {
        values.clear();
        deletes.clear();
        health = ReplicaHealth.MISSING;
    }

    public void store(Rows rows) {
        for (int row = 0; row < rows.size(); row++) {
            Shape shape = rows.shape(row);
            for (int column = 0; column < shape.size(); column++) {
                long bits = rows.bits(row, column);
                String text =
                        shape.type(column) == FieldType.STRING
                                ? new String(rows.text(bits), UTF_8)
                                : String.format("%016x", bits);
                put(
                        new Place(rows.series(row), rows.time(row), shape.columns().get(column)),
                        new Held(rows.stamp(row), text));
            }
        }
    }

    public void put(Place place, Held held) {
        values.merge(
                place,
                held,
                (old, fresh) ->
                        Comparator.comparing(Held::stamp)
                                                .thenComparing(Held::bits)
                                                .compare(old, fresh)
                                        >= 0
                                ? old
                                : fresh);
    }

    public void remove(Place place) {
        values.remove(place);
    }

    @Override
    public void store(Delete delete) {
        deletes.add(delete);
    }

    /** Forgets deletes, and what they hide. */
    public void purge(Predicate<Delete> settled) {
        List<Delete> gone = deletes.stream().filter(settled).toList();
        values.entrySet()
                .removeIf(
                        entry ->
                                gone.stream()
                                        .anyMatch(
                                                delete ->
                                                        delete.hides(
                                                                entry.getKey().series,
                                                                entry.getKey().time,
                                                                entry.getValue().stamp)));
        gone.forEach(deletes::remove);
    }

    public Set<Delete> allDeletes() {
        return Set.copyOf(deletes);
    }

    public void copyFrom(ModelReplica other) {
        other.values.forEach(this::put);
        deletes.addAll(other.deletes);
    }

    /** Values that no delete hides. */
    public NavigableMap<Place, Held> visible() {
        NavigableMap<Place, Held> visible = new TreeMap<>();
        values.forEach(
                (place, held) -> {
                    if (deletes.stream()
                            .noneMatch(d -> d.hides(place.series, place.time, held.stamp))) {
                        visible.put(place, held);
                    }
                });
        return visible;
    }

    public ShardRoot root() {
        return snapshot().root(SettledCells.NONE);
    }

    /** The root of all cells but these. */
    public ShardRoot rootWithout(CellSet cells) {
        CellDigest content = snapshot().digest().totalWithout(cells);
        return new ShardRoot(content, root().deletes());
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot(
                visible(),
                List.copyOf(deletes),
                settled,
                bytes -> textBytesAtOnce = Math.max(textBytesAtOnce, bytes));
    }

    /** The most bytes of strings that one read of versions has given. */
    public long textBytesAtOnce() {
        return textBytesAtOnce;
    }

    private record Name(SeriesKey series, int window) {}

    /** Refuses to read a cell twice. */
    static final class Snapshot implements ReplicaSnapshot {
        private final Map<Name, NavigableMap<Place, Held>> leaves = new HashMap<>();
        private final Map<Cell, Map<SeriesKey, CellDigest>> cells = new HashMap<>();
        private final DigestGrid grid = new DigestGrid();
        private final List<Delete> deletes;
        private final SettledCells settled;
        private final LongConsumer textRead;
        private final Set<Cell> readCells = new LinkedHashSet<>();

        Snapshot(
                NavigableMap<Place, Held> visible,
                List<Delete> deletes,
                SettledCells settled,
                LongConsumer textRead) {
            this.textRead = textRead;
            this.deletes = deletes;
            this.settled = settled;
            visible.forEach(
                    (place, held) -> {
                        int window = GRID.window(place.time);
                        var series = HASH.series(place.series);
                        leaves.computeIfAbsent(new Name(place.series, window), n -> new TreeMap<>())
                                .put(place, held);
                        CellDigest digest = digest(place, held, series);
                        Cell cell = new Cell(window, GridGeometry.bucket(series));
                        cells.computeIfAbsent(cell, c -> new TreeMap<>())
                                .merge(place.series, digest, CellDigest::plus);
                        grid.add(cell.window(), cell.bucket(), digest);
                    });
        }

        private static CellDigest digest(Place place, Held held, ItemHash.SeriesHash series) {
            boolean text = place.column.type() == FieldType.STRING;
            long bits =
                    text
                            ? HASH.text(held.bits.getBytes(UTF_8))
                            : Long.parseUnsignedLong(held.bits, 16);
            long item =
                    ItemHash.item(
                            ItemHash.row(series, place.time),
                            HASH.field(place.column.name(), place.column.type()),
                            bits);
            return new CellDigest(
                    item,
                    ItemHash.upper(item, series),
                    ItemHash.version(item, HASH.stamp(held.stamp)),
                    1);
        }

        @Override
        public DigestGrid digest() {
            return grid;
        }

        @Override
        public SettledCells settled() {
            return settled;
        }

        @Override
        public ShardRoot root(SettledCells others) {
            long sum = 0;
            for (Delete delete : deletes(others)) {
                sum += HASH.delete(DeleteCodec.encode(delete));
            }
            return new ShardRoot(grid.total(), sum);
        }

        @Override
        public List<Delete> deletes(SettledCells others) {
            SettledCells higher = settled.max(others);
            return deletes.stream()
                    .filter(delete -> !higher.reach(delete.stamp().hlc(), GRID.cellsOf(delete)))
                    .toList();
        }

        @Override
        public Map<SeriesKey, CellDigest> seriesDigests(int window, int bucket) {
            Cell cell = new Cell(window, bucket);
            if (!readCells.add(cell)) {
                throw new AssertionError(cell + " read twice in one exchange");
            }
            return cells.getOrDefault(cell, Map.of());
        }

        @Override
        public Rows versions(
                SeriesKey series, long first, long last, int rowsMax, long textBytesMax) {
            record Row(long time, Stamp stamp) {}
            Map<Row, List<Place>> rows =
                    new TreeMap<>(Comparator.comparing(Row::time).thenComparing(Row::stamp));
            NavigableMap<Place, Held> leaf =
                    leaves.getOrDefault(new Name(series, GRID.window(first)), new TreeMap<>());
            leaf.forEach(
                    (place, held) -> {
                        if (first <= place.time && place.time <= last) {
                            rows.computeIfAbsent(
                                            new Row(place.time, held.stamp), r -> new ArrayList<>())
                                    .add(place);
                        }
                    });
            Rows.Builder out = Rows.builder();
            long lastTime = first;
            for (Map.Entry<Row, List<Place>> each : rows.entrySet()) {
                Row row = each.getKey();
                boolean full = out.size() >= rowsMax || out.textBytes() >= textBytesMax;
                if (full && row.time > lastTime) {
                    break;
                }
                lastTime = row.time;
                List<Place> places = each.getValue();
                Shape shape = new Shape(places.stream().map(Place::column).toList());
                out.row(out.series(series), row.time, out.shape(shape), out.stamp(row.stamp));
                for (Place place : places) {
                    String bits = leaf.get(place).bits;
                    out.value(
                            place.column.type() == FieldType.STRING
                                    ? out.text(bits.getBytes(UTF_8))
                                    : Long.parseUnsignedLong(bits, 16));
                }
            }
            textRead.accept(out.textBytes());
            return out.build();
        }

        @Override
        public void close() {}
    }

    /** A stamp for tests. */
    public static Stamp stamp(long millis, int node) {
        return new Stamp(Stamp.hlcOf(millis, 0), new NodeId(node).value(), 1);
    }
}

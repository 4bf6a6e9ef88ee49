package io.annealdb.storage.testing;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What a shard must hold, kept the simplest way: a map from each value's place to its winner. */
public final class ModelShard {
    /** Where a value stands. */
    public record Place(SeriesKey series, long time, Shape.Column column)
            implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::series)
                        .thenComparing(Place::time)
                        .thenComparing(Place::column);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private static final int CELLS = GridGeometry.WINDOWS * GridGeometry.BUCKETS;

    /** A value under its stamp. */
    public record Version(Stamp stamp, FieldValue value) {}

    private final GridGeometry geometry;
    private final TreeMap<Place, Version> winners = new TreeMap<>();
    private final List<Delete> deletes = new ArrayList<>();

    public ModelShard(GridGeometry geometry) {
        this.geometry = geometry;
    }

    public void store(Rows rows) {
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.shape(row).size(); column++) {
                Shape.Column of = rows.shape(row).columns().get(column);
                Place place = new Place(rows.series(row), rows.time(row), of);
                Version version = new Version(rows.stamp(row), rows.value(row, column));
                winners.merge(place, version, ModelShard::winner);
            }
        }
    }

    private static Version winner(Version a, Version b) {
        int order = a.stamp().compareTo(b.stamp());
        if (order == 0) {
            order = compareValues(a.value(), b.value());
        }
        return order >= 0 ? a : b;
    }

    private static int compareValues(FieldValue a, FieldValue b) {
        if (a instanceof FieldValue.StringValue x && b instanceof FieldValue.StringValue y) {
            return java.util.Arrays.compareUnsigned(
                    x.value().getBytes(StandardCharsets.UTF_8),
                    y.value().getBytes(StandardCharsets.UTF_8));
        }
        return Long.compareUnsigned(bits(a), bits(b));
    }

    private static long bits(FieldValue value) {
        if (value instanceof FieldValue.FloatValue number) {
            return Double.doubleToRawLongBits(number.value());
        }
        if (value instanceof FieldValue.IntegerValue number) {
            return number.value();
        }
        return ((FieldValue.BooleanValue) value).value() ? 1 : 0;
    }

    public void store(Delete delete) {
        if (!deletes.contains(delete)) {
            deletes.add(delete);
        }
    }

    /** Every value that shows, with its stamp. */
    public TreeMap<Place, Version> visible() {
        TreeMap<Place, Version> visible = new TreeMap<>();
        winners.forEach(
                (place, version) -> {
                    boolean hidden =
                            deletes.stream()
                                    .anyMatch(
                                            delete ->
                                                    delete.hides(
                                                            place.series(),
                                                            place.time(),
                                                            version.stamp()));
                    if (!hidden) {
                        visible.put(place, version);
                    }
                });
        return visible;
    }

    /** Whether a fresh batch would be answered "shadowed". */
    public boolean shadows(Rows rows) {
        for (int row = 0; row < rows.size(); row++) {
            SeriesKey series = rows.series(row);
            long time = rows.time(row);
            Stamp stamp = rows.stamp(row);
            if (deletes.stream().anyMatch(delete -> delete.hides(series, time, stamp))) {
                return true;
            }
            for (Shape.Column column : rows.shape(row).columns()) {
                for (FieldType type : FieldType.values()) {
                    Version held =
                            winners.get(
                                    new Place(series, time, new Shape.Column(column.name(), type)));
                    if (held != null && held.stamp().compareTo(stamp) > 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    public ShardRoot root() {
        return root(SettledCells.NONE);
    }

    public ShardRoot root(SettledCells settled) {
        return root(settled, CellSet.NONE);
    }

    /** The root over all cells but some, with the deletes that have not settled there. */
    public ShardRoot root(SettledCells settled, CellSet leftOut) {
        ItemHash hash = new ItemHash(geometry.key());
        DigestGrid grid = new DigestGrid();
        visible()
                .forEach(
                        (place, version) -> {
                            ItemHash.SeriesHash series = hash.series(place.series());
                            long bits =
                                    version.value() instanceof FieldValue.StringValue text
                                            ? hash.text(
                                                    text.value().getBytes(StandardCharsets.UTF_8))
                                            : bits(version.value());
                            long item =
                                    ItemHash.item(
                                            ItemHash.row(series, place.time()),
                                            hash.field(
                                                    place.column().name(), place.column().type()),
                                            bits);
                            grid.add(
                                    geometry.window(place.time()),
                                    GridGeometry.bucket(series),
                                    item,
                                    ItemHash.upper(item, series),
                                    ItemHash.version(item, hash.stamp(version.stamp())),
                                    1);
                        });
        long sum = 0;
        for (Delete delete : deletes) {
            if (!hasSettled(delete, settled)
                    && cells(delete).anyMatch(cell -> !in(leftOut, cell))) {
                sum += hash.delete(DeleteCodec.encode(delete));
            }
        }
        CellDigest content = CellDigest.EMPTY;
        for (int cell = 0; cell < CELLS; cell++) {
            if (!in(leftOut, cell)) {
                content =
                        content.plus(
                                grid.cell(
                                        cell / GridGeometry.BUCKETS, cell % GridGeometry.BUCKETS));
            }
        }
        return new ShardRoot(content, sum);
    }

    private static boolean in(CellSet cells, int cell) {
        return cells.contains(cell / GridGeometry.BUCKETS, cell % GridGeometry.BUCKETS);
    }

    private IntStream cells(Delete delete) {
        int first = geometry.window(delete.minTime());
        int last = geometry.window(delete.maxTime());
        ItemHash hash = new ItemHash(geometry.key());
        return IntStream.range(0, CELLS)
                .filter(cell -> first <= cell / GridGeometry.BUCKETS)
                .filter(cell -> cell / GridGeometry.BUCKETS <= last)
                .filter(
                        cell ->
                                !(delete.series() instanceof SeriesPredicate.SeriesIs one)
                                        || GridGeometry.bucket(hash.series(one.key()))
                                                == cell % GridGeometry.BUCKETS);
    }

    private boolean hasSettled(Delete delete, SettledCells settled) {
        return cells(delete)
                .allMatch(
                        cell ->
                                settled.at(cell / GridGeometry.BUCKETS, cell % GridGeometry.BUCKETS)
                                        >= delete.stamp().hlc());
    }

    public List<Delete> deletesAbove(SettledCells settled) {
        return deletes.stream().filter(delete -> !hasSettled(delete, settled)).toList();
    }

    /** Some of the values that show, as rows. */
    public Rows visibleRows(Predicate<Place> wanted) {
        Rows.Builder rows = Rows.builder();
        visible()
                .forEach(
                        (place, version) -> {
                            if (wanted.test(place)) {
                                rows.add(
                                        place.series(),
                                        place.time(),
                                        version.stamp(),
                                        Map.of(place.column().name(), version.value()));
                            }
                        });
        return rows.build();
    }

    /** Takes a value out, as if it had never been there. */
    public void forget(Place place) {
        winners.remove(place);
    }

    /** What a read of some fields shows: by series, time and field, numbers cast as reads do. */
    public Map<SeriesKey, TreeMap<Long, Map<String, FieldValue>>> read(List<String> fields) {
        Map<String, List<FieldType>> typesHeld = new TreeMap<>();
        for (Place place : visible().keySet()) {
            List<FieldType> types =
                    typesHeld.computeIfAbsent(
                            place.series().measurement() + "\0" + place.column().name(),
                            name -> new ArrayList<>());
            if (!types.contains(place.column().type())) {
                types.add(place.column().type());
                types.sort(Comparator.naturalOrder());
            }
        }
        Map<SeriesKey, TreeMap<Long, Map<String, FieldValue>>> read = new TreeMap<>();
        visible()
                .forEach(
                        (place, version) -> {
                            String name = place.column().name();
                            FieldType first =
                                    typesHeld
                                            .get(place.series().measurement() + "\0" + name)
                                            .get(0);
                            FieldType own = place.column().type();
                            boolean taken = own == first || own.numeric() && first.numeric();
                            if (fields.contains(name) && taken) {
                                read.computeIfAbsent(place.series(), key -> new TreeMap<>())
                                        .computeIfAbsent(place.time(), time -> new TreeMap<>())
                                        .putIfAbsent(name, cast(version.value(), first));
                            }
                        });
        return read;
    }

    private static FieldValue cast(FieldValue value, FieldType to) {
        if (to == FieldType.FLOAT && value instanceof FieldValue.IntegerValue number) {
            return new FieldValue.FloatValue(number.value());
        }
        return value;
    }
}

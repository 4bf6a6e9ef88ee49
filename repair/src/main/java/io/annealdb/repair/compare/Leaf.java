package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.ItemHash.SeriesHash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The values of one series in one window, point by point: rows that share a timestamp stand as one
 * point with the fields of all of them. A value is named by its ordinal: its place among the values
 * of {@link #rows()}, counted row by row. Immutable.
 */
final class Leaf {
    private final SeriesKey series;
    private final SeriesHash seriesHash;
    private final ItemHash hash;
    private final Rows rows;
    private final PointKeys keys;
    private final long[] hidden; // times of rows that are left out
    private final int[] pointStart; // points + 1; into ordinals
    private final int[] ordinals; // of the values, point by point, fields in order
    private final int[] rowOf; // by ordinal
    private final int[] rowStart; // by row: ordinal of its first value

    private final Map<Shape.Column, Long> fieldHashes = new HashMap<>();
    private final Map<Stamp, Long> stampHashes = new HashMap<>();

    /**
     * @param rows as {@link ReplicaSnapshot#versions} gives them
     * @param hiding deletes of which this replica may not know yet: what they hide is left out
     */
    Leaf(SeriesKey series, Rows rows, ItemHash hash, List<Delete> hiding) {
        this.series = series;
        this.seriesHash = hash.series(series);
        this.hash = hash;
        this.rows = rows;
        int values = Math.toIntExact(rows.valueCount());
        this.rowOf = new int[values];
        this.rowStart = new int[rows.size()];
        int next = 0;
        for (int row = 0; row < rows.size(); row++) {
            rowStart[row] = next;
            int end = next + rows.shape(row).size();
            Arrays.fill(rowOf, next, end, row);
            next = end;
        }
        List<Delete> mine =
                hiding.stream().filter(delete -> delete.series().matches(series)).toList();
        int[] points = new int[rows.size() + 1];
        int[] all = new int[values];
        long[] times = new long[rows.size()];
        Shape[] shapes = new Shape[rows.size()];
        Map<List<Shape.Column>, Shape> merged = new HashMap<>();
        int size = 0;
        int filled = 0;
        long[] leftOut = new long[mine.isEmpty() ? 0 : rows.size()];
        int leftOutSize = 0;
        for (int row = 0; row < rows.size(); ) {
            int end = row + 1;
            while (end < rows.size() && rows.time(end) == rows.time(row)) {
                end++;
            }
            int begin = filled;
            for (int each = row; each < end; each++) {
                if (!hidden(mine, each)) {
                    for (int column = 0; column < rows.shape(each).size(); column++) {
                        all[filled++] = rowStart[each] + column;
                    }
                } else {
                    leftOut[leftOutSize++] = rows.time(each);
                }
            }
            if (filled > begin) {
                times[size] = rows.time(row);
                shapes[size] = end == row + 1 ? rows.shape(row) : merge(all, begin, filled, merged);
                points[++size] = filled;
            }
            row = end;
        }
        this.hidden = Arrays.copyOf(leftOut, leftOutSize);
        this.keys = new PointKeys(Arrays.copyOf(times, size), Arrays.copyOf(shapes, size));
        this.pointStart = Arrays.copyOf(points, size + 1);
        this.ordinals = Arrays.copyOf(all, filled);
    }

    private boolean hidden(List<Delete> deletes, int row) {
        for (Delete delete : deletes) {
            if (delete.hides(series, rows.time(row), rows.stamp(row))) {
                return true;
            }
        }
        return false;
    }

    private Shape merge(int[] all, int from, int to, Map<List<Shape.Column>, Shape> merged) {
        int[] sorted =
                IntStream.range(from, to)
                        .mapToObj(at -> all[at])
                        .sorted(Comparator.comparing(this::column))
                        .mapToInt(Integer::intValue)
                        .toArray();
        System.arraycopy(sorted, 0, all, from, sorted.length);
        List<Shape.Column> columns = IntStream.of(sorted).mapToObj(this::column).toList();
        return merged.computeIfAbsent(columns, Shape::new);
    }

    /** Times of rows that a delete hides which this replica does not know yet. */
    long[] hiddenTimes() {
        return hidden;
    }

    SeriesKey series() {
        return series;
    }

    Rows rows() {
        return rows;
    }

    PointKeys keys() {
        return keys;
    }

    int size() {
        return keys.size();
    }

    int valueCount() {
        return ordinals.length;
    }

    /** The ordinal of a point's value, in order of the fields of its shape. */
    int ordinal(int point, int field) {
        return ordinals[pointStart[point] + field];
    }

    int fieldCount(int point) {
        return pointStart[point + 1] - pointStart[point];
    }

    /** Ordinal of the first value of a row. */
    int firstOrdinal(int row) {
        return rowStart[row];
    }

    Shape.Column column(int ordinal) {
        int row = rowOf[ordinal];
        return rows.shape(row).columns().get(ordinal - rowStart[row]);
    }

    Stamp stamp(int ordinal) {
        return rows.stamp(rowOf[ordinal]);
    }

    FieldValue value(int ordinal) {
        int row = rowOf[ordinal];
        return rows.value(row, ordinal - rowStart[row]);
    }

    /** The value's content hash, as digests sum it. */
    long item(int ordinal) {
        int row = rowOf[ordinal];
        int at = ordinal - rowStart[row];
        Shape.Column column = rows.shape(row).columns().get(at);
        long bits = rows.bits(row, at);
        return ItemHash.item(
                ItemHash.row(seriesHash, rows.time(row)),
                fieldHashes.computeIfAbsent(column, c -> hash.field(c.name(), c.type())),
                column.type() == FieldType.STRING ? hash.text(rows.text(bits)) : bits);
    }

    CellDigest digestOfValue(int ordinal) {
        long item = item(ordinal);
        return new CellDigest(
                item,
                ItemHash.upper(item, seriesHash),
                ItemHash.version(item, stampHash(ordinal)),
                1);
    }

    CellDigest digestOfPoint(int point) {
        CellDigest sum = CellDigest.EMPTY;
        for (int field = 0; field < fieldCount(point); field++) {
            sum = sum.plus(digestOfValue(ordinal(point, field)));
        }
        return sum;
    }

    /** The sum of all values. */
    CellDigest digest() {
        CellDigest sum = CellDigest.EMPTY;
        for (int ordinal : ordinals) {
            sum = sum.plus(digestOfValue(ordinal));
        }
        return sum;
    }

    /** For each point a hash over fields, values and stamps: what a sketch is made of. */
    long[] items(int salt) {
        long[] items = new long[size()];
        for (int point = 0; point < items.length; point++) {
            items[point] = Salted.item(digestOfPoint(point).version(), salt);
        }
        return items;
    }

    private long stampHash(int ordinal) {
        return stampHashes.computeIfAbsent(stamp(ordinal), hash::stamp);
    }

    /** One byte over fields, values and stamps: what two owners compare point by point. */
    static byte check(CellDigest point, long salt) {
        return (byte) (ItemHash.mix(point.version() ^ salt) >>> 56);
    }

    /** Two bytes over a value without its stamp. */
    static int contentCheck(long item, long salt) {
        return (int) (ItemHash.mix(item ^ ItemHash.mix(salt)) >>> 48);
    }
}

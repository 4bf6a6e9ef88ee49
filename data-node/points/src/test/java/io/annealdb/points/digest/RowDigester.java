package io.annealdb.points.digest;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import java.util.HashMap;
import java.util.Map;

/**
 * Digests rows one by one. Hashes of series, fields and stamps are paid once a batch: the digester
 * remembers those of the batch it saw last, so rows of one batch should come together. For one
 * thread.
 */
public final class RowDigester {
    private final GridGeometry geometry;
    private final ItemHash hash;
    private final Map<Shape.Column, Long> fieldHashes = new HashMap<>();

    private Rows batch;
    private ItemHash.SeriesHash[] series;
    private long[][] fields; // by shape, then column
    private boolean[] strings; // by shape: whether a column holds strings
    private long[] stamps;

    // the digest of the row that was summed last
    private long low;
    private long high;
    private long version;

    public RowDigester(GridGeometry geometry) {
        this.geometry = geometry;
        this.hash = new ItemHash(geometry.key());
    }

    public GridGeometry geometry() {
        return geometry;
    }

    public ItemHash hash() {
        return hash;
    }

    /** Adds all values of a batch to the cells of a grid. */
    public void addAll(DigestGrid grid, Rows rows) {
        for (int row = 0; row < rows.size(); row++) {
            add(grid, rows, row);
        }
    }

    /** Adds the values of a row to its cell. */
    public void add(DigestGrid grid, Rows rows, int row) {
        add(grid, rows, row, true);
    }

    /**
     * Adds the values of a row to its cell.
     *
     * @param open whether the row's stamp lies above the watermark, so that it counts in the
     *     version sum (repair.md R4)
     */
    public void add(DigestGrid grid, Rows rows, int row, boolean open) {
        int values = sum(rows, row);
        grid.add(
                geometry.window(rows.time(row)),
                bucket(rows, row),
                low,
                high,
                open ? version : 0,
                values);
    }

    /** The digest of one row. */
    public CellDigest digest(Rows rows, int row) {
        int values = sum(rows, row);
        return new CellDigest(low, high, version, values);
    }

    /** The keyed hash of a row's series. */
    public ItemHash.SeriesHash series(Rows rows, int row) {
        remember(rows);
        int index = rows.seriesIndex(row);
        ItemHash.SeriesHash known = series[index];
        if (known == null) {
            known = hash.series(rows.seriesAt(index));
            series[index] = known;
        }
        return known;
    }

    /** The bucket of a row's series. */
    public int bucket(Rows rows, int row) {
        return GridGeometry.bucket(series(rows, row));
    }

    private int sum(Rows rows, int row) {
        ItemHash.SeriesHash seriesHash = series(rows, row);
        long[] fieldHash = fields(rows.shapeIndex(row));
        long stampHash = stamps[rows.stampIndex(row)];
        long rowHash = ItemHash.row(seriesHash, rows.time(row));
        boolean mayBeText = strings[rows.shapeIndex(row)];
        low = 0;
        high = 0;
        version = 0;
        for (int column = 0; column < fieldHash.length; column++) {
            long bits = rows.bits(row, column);
            if (mayBeText && rows.shape(row).type(column) == FieldType.STRING) {
                bits = hash.text(rows.text(bits));
            }
            long item = ItemHash.item(rowHash, fieldHash[column], bits);
            low += item;
            high += ItemHash.upper(item, seriesHash);
            version += ItemHash.version(item, stampHash);
        }
        return fieldHash.length;
    }

    private void remember(Rows rows) {
        if (rows == batch) {
            return;
        }
        batch = rows;
        series = new ItemHash.SeriesHash[rows.seriesCount()];
        fields = new long[rows.shapeCount()][];
        strings = new boolean[rows.shapeCount()];
        stamps = new long[rows.stampCount()];
        for (int i = 0; i < stamps.length; i++) {
            Stamp stamp = rows.stampAt(i);
            stamps[i] = hash.stamp(stamp);
        }
    }

    private long[] fields(int shapeIndex) {
        long[] known = fields[shapeIndex];
        if (known == null) {
            Shape shape = batch.shapeAt(shapeIndex);
            known = new long[shape.size()];
            for (int column = 0; column < known.length; column++) {
                known[column] =
                        fieldHashes.computeIfAbsent(
                                shape.columns().get(column),
                                field -> hash.field(field.name(), field.type()));
                strings[shapeIndex] |= shape.type(column) == FieldType.STRING;
            }
            fields[shapeIndex] = known;
        }
        return known;
    }
}

package io.annealdb.storage.merge;

import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.ItemHash.SeriesHash;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Adds merged rows to the cells of a grid. For one thread. */
public final class GridSum {
    private final GridGeometry geometry;
    private final ItemHash hash;
    private final Map<Shape.Column, Long> fieldHashes = new HashMap<>();
    private long[] rowHash = new long[64];
    private int[] windowOf = new int[64];
    private long[] stampHash = new long[64];
    private long[] values = new long[64];

    public GridSum(GridGeometry geometry) {
        this.geometry = geometry;
        this.hash = new ItemHash(geometry.key());
    }

    public ItemHash hash() {
        return hash;
    }

    public void add(DigestGrid grid, SeriesHash series, MergedRows rows) {
        int size = rows.size();
        if (rowHash.length < size) {
            rowHash = new long[size];
            windowOf = new int[size];
            values = new long[size];
        }
        hashRows(series, rows.times(), size);
        hashStamps(rows.stamps());
        int bucket = GridGeometry.bucket(series);
        for (int lane = 0; lane < rows.lanes().length; lane++) {
            if (rows.present(lane) > 0) {
                long[] bits = rows.bits(lane);
                if (rows.isText(lane)) {
                    hashTexts(rows, lane);
                    bits = values;
                }
                long field = fieldHash(rows.lanes()[lane]);
                addLane(grid, bucket, series, field, bits, rows.stampOf(lane), size);
            }
        }
    }

    private long fieldHash(Shape.Column column) {
        return fieldHashes.computeIfAbsent(column, c -> hash.field(c.name(), c.type()));
    }

    private void hashRows(SeriesHash series, long[] times, int size) {
        for (int row = 0; row < size; row++) {
            rowHash[row] = ItemHash.row(series, times[row]);
        }
        long windowLast = Long.MIN_VALUE;
        long windowFirst = Long.MAX_VALUE;
        int window = 0;
        for (int row = 0; row < size; row++) {
            if (times[row] < windowFirst || times[row] > windowLast) {
                window = geometry.window(times[row]);
                windowFirst = geometry.windowStart(window);
                windowLast = geometry.windowLast(window);
            }
            windowOf[row] = window;
        }
    }

    private void hashStamps(StampTable stamps) {
        if (stampHash.length < stamps.size()) {
            stampHash = Arrays.copyOf(stampHash, Math.max(stamps.size(), 2 * stampHash.length));
        }
        for (int i = 0; i < stamps.size(); i++) {
            Stamp stamp = stamps.get(i);
            stampHash[i] = hash.stamp(stamp);
        }
    }

    private void hashTexts(MergedRows rows, int lane) {
        for (int row = 0; row < rows.size(); row++) {
            if (rows.has(lane, row)) {
                values[row] = hash.text(rows.text(rows.bits(lane)[row]));
            }
        }
    }

    /** Sums each stretch of rows that falls into one window, then adds it to the cell. */
    private void addLane(
            DigestGrid grid,
            int bucket,
            SeriesHash series,
            long field,
            long[] bits,
            int[] stampOf,
            int size) {
        for (int at = 0; at < size; ) {
            int end = at + 1;
            while (end < size && windowOf[end] == windowOf[at]) {
                end++;
            }
            addStretch(grid, bucket, series, field, bits, stampOf, at, end);
            at = end;
        }
    }

    private void addStretch(
            DigestGrid grid,
            int bucket,
            SeriesHash series,
            long field,
            long[] bits,
            int[] stampOf,
            int from,
            int to) {
        long low = 0;
        long high = 0;
        long version = 0;
        long count = 0;
        for (int row = from; row < to; row++) {
            if (stampOf[row] >= 0) {
                long item = ItemHash.item(rowHash[row], field, bits[row]);
                low += item;
                high += ItemHash.upper(item, series);
                version += ItemHash.version(item, stampHash[stampOf[row]]);
                count++;
            }
        }
        if (count > 0) {
            grid.add(windowOf[from], bucket, low, high, version, count);
        }
    }
}

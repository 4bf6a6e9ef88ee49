package io.annealdb.storage.block;

import io.annealdb.points.Shape;
import io.annealdb.storage.merge.MergedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts merged rows into buffers, one a shape: values of a row with one stamp are one fragment.
 * Rows that all have the same fields, each row under one stamp, are copied column by column.
 */
final class FragmentSorter {
    private final int rowsPerBlock;
    private final StampNumbers stamps;
    private final Map<Shape, ShapeBuffer> buffers = new HashMap<>();
    private final Map<BitSet, ShapeBuffer> byLanes = new HashMap<>();
    private final BitSet picked = new BitSet();
    private Shape.Column[] lanes;
    private MergedRows rows;
    private int row;
    private ShapeBuffer uniform;
    private int[] uniformStamps;
    private int[] done = new int[8]; // stamps of the row's fragments that are written
    private int doneCount;

    FragmentSorter(int rowsPerBlock, StampNumbers stamps) {
        this.rowsPerBlock = rowsPerBlock;
        this.stamps = stamps;
    }

    /** Takes a piece to be sorted by {@link #fill}. */
    void start(MergedRows piece) {
        if (!Arrays.equals(piece.lanes(), lanes)) {
            lanes = piece.lanes();
            byLanes.clear();
        }
        rows = piece;
        row = 0;
        doneCount = 0;
        uniform = uniformBuffer();
    }

    private ShapeBuffer uniformBuffer() {
        picked.clear();
        uniformStamps = null;
        for (int lane = 0; lane < lanes.length; lane++) {
            int present = rows.present(lane);
            if (present == 0) {
                continue;
            }
            int[] stampOf = rows.stampOf(lane);
            if (present != rows.size()
                    || uniformStamps != null && !equal(uniformStamps, stampOf, rows.size())) {
                return null;
            }
            if (uniformStamps == null) {
                uniformStamps = stampOf;
            }
            picked.set(lane);
        }
        return bufferOfPicked();
    }

    private static boolean equal(int[] a, int[] b, int size) {
        return Arrays.equals(a, 0, size, b, 0, size);
    }

    private ShapeBuffer bufferOfPicked() {
        ShapeBuffer known = byLanes.get(picked);
        if (known == null) {
            List<Shape.Column> columns = new ArrayList<>();
            picked.stream().forEach(lane -> columns.add(lanes[lane]));
            known =
                    buffers.computeIfAbsent(
                            new Shape(columns),
                            shape -> new ShapeBuffer(shape, buffers.size(), rowsPerBlock));
            byLanes.put((BitSet) picked.clone(), known);
        }
        return known;
    }

    /** Goes on until a buffer is full, which the caller empties, or the piece is done: null. */
    ShapeBuffer fill() {
        return uniform != null ? fillUniform() : fillRows();
    }

    private ShapeBuffer fillUniform() {
        if (uniform.isFull()) {
            return uniform;
        }
        int count = Math.min(uniform.room(), rows.size() - row);
        if (count > 0) {
            copy(count);
            row += count;
        }
        return uniform.isFull() ? uniform : null;
    }

    private void copy(int count) {
        uniform.reserve(count);
        int to = uniform.size;
        System.arraycopy(rows.times(), row, uniform.times, to, count);
        for (int i = 0; i < count; i++) {
            int stamp = uniformStamps[row + i];
            uniform.stamps[to + i] = stamps.of(rows.stamps().hlc(stamp), rows.stamps().rest(stamp));
        }
        int column = 0;
        for (int lane = 0; lane < lanes.length; lane++) {
            if (rows.present(lane) == 0) {
                continue;
            }
            if (uniform.texts[column] == null) {
                System.arraycopy(rows.bits(lane), row, uniform.columns[column], to, count);
            } else {
                for (int i = 0; i < count; i++) {
                    uniform.text(column, to + i, rows.text(rows.bits(lane)[row + i]));
                }
            }
            column++;
        }
        uniform.size += count;
    }

    private ShapeBuffer fillRows() {
        while (row < rows.size()) {
            ShapeBuffer full = addRow();
            if (full != null) {
                return full;
            }
            doneCount = 0;
            row++;
        }
        return null;
    }

    /** Adds the fragments of a row; stops before one whose buffer is full. */
    private ShapeBuffer addRow() {
        for (int lane = 0; lane < lanes.length; lane++) {
            int stamp = rows.stampOf(lane)[row];
            if (stamp < 0 || isDone(stamp)) {
                continue;
            }
            picked.clear();
            for (int other = lane; other < lanes.length; other++) {
                if (rows.stampOf(other)[row] >= 0 && sameStamp(rows.stampOf(other)[row], stamp)) {
                    picked.set(other);
                }
            }
            ShapeBuffer to = bufferOfPicked();
            if (to.isFull()) {
                return to;
            }
            addFragment(to, stamp);
            markDone(stamp);
        }
        return null;
    }

    private boolean sameStamp(int a, int b) {
        return a == b || rows.stamps().compare(a, rows.stamps(), b) == 0;
    }

    private boolean isDone(int stamp) {
        for (int i = 0; i < doneCount; i++) {
            if (sameStamp(done[i], stamp)) {
                return true;
            }
        }
        return false;
    }

    private void markDone(int stamp) {
        if (doneCount == done.length) {
            done = Arrays.copyOf(done, 2 * doneCount);
        }
        done[doneCount++] = stamp;
    }

    private void addFragment(ShapeBuffer to, int stamp) {
        to.reserve(1);
        int at = to.size++;
        to.times[at] = rows.time(row);
        to.stamps[at] = stamps.of(rows.stamps().hlc(stamp), rows.stamps().rest(stamp));
        int column = 0;
        for (int lane = picked.nextSetBit(0); lane >= 0; lane = picked.nextSetBit(lane + 1)) {
            long bits = rows.bits(lane)[row];
            if (to.texts[column] == null) {
                to.columns[column][at] = bits;
            } else {
                to.text(column, at, rows.text(bits));
            }
            column++;
        }
    }

    /** All buffers; those with rows are to be written at the end of a series. */
    Collection<ShapeBuffer> open() {
        return buffers.values();
    }
}

package io.annealdb.storage.block;

import io.annealdb.points.FieldType;
import io.annealdb.points.Shape;
import java.util.Arrays;

/** Rows of one series and shape on their way into a block, in order of time. */
final class ShapeBuffer {
    private static final int FIRST_ROWS = 32;

    /** A block ends behind the row with which its strings reach so many bytes, or an MiB more. */
    private static final long TEXT_BYTES_MAX = 1 << 20;

    final Shape shape;
    final int shapeNumber;
    long[] times;

    /** Numbers into the file's table of stamps. */
    long[] stamps;

    final long[][] columns;

    /** By column; null for columns that are no strings, whose bits are then not used. */
    final byte[][][] texts;

    int size;
    private long textBytes;
    private final int rowsMax;

    ShapeBuffer(Shape shape, int shapeNumber, int rowsMax) {
        int capacity = Math.min(rowsMax, FIRST_ROWS);
        this.rowsMax = rowsMax;
        this.shape = shape;
        this.shapeNumber = shapeNumber;
        this.times = new long[capacity];
        this.stamps = new long[capacity];
        this.columns = new long[shape.size()][capacity];
        this.texts = new byte[shape.size()][][];
        for (int column = 0; column < shape.size(); column++) {
            if (shape.type(column) == FieldType.STRING) {
                texts[column] = new byte[capacity][];
            }
        }
    }

    boolean isFull() {
        return size == rowsMax || textBytes >= TEXT_BYTES_MAX;
    }

    int room() {
        return isFull() ? 0 : rowsMax - size;
    }

    void text(int column, int row, byte[] text) {
        texts[column][row] = text;
        textBytes += text.length;
    }

    void clear() {
        size = 0;
        textBytes = 0;
        for (byte[][] column : texts) {
            if (column != null) {
                Arrays.fill(column, null);
            }
        }
    }

    /** Makes place for more rows, at most {@link #room()}. */
    void reserve(int more) {
        if (size + more <= times.length) {
            return;
        }
        int capacity = Math.min(rowsMax, Math.max(size + more, 4 * times.length));
        times = Arrays.copyOf(times, capacity);
        stamps = Arrays.copyOf(stamps, capacity);
        for (int column = 0; column < columns.length; column++) {
            columns[column] = Arrays.copyOf(columns[column], capacity);
            if (texts[column] != null) {
                texts[column] = Arrays.copyOf(texts[column], capacity);
            }
        }
    }
}

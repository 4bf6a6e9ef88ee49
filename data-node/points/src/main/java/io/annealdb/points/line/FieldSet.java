package io.annealdb.points.line;

import io.annealdb.points.FieldType;
import io.annealdb.points.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The fields of a line in the order in which they stand there, and the shape that they lead to.
 * Lines mostly repeat a set that was met before, so a parser compares bytes instead of making
 * names.
 */
final class FieldSet {
    private final byte[][] names; // each with its '=' behind
    private final long[] heads;
    private final long[] tails;
    private final FieldType[] types;
    private final int[] columns;
    private final Shape shape;
    private final int shapeIndex;
    private final int[] textColumns;

    /**
     * @param columns for each field its place in the shape; -1 if a later one of the line has its
     *     name
     */
    FieldSet(byte[][] names, FieldType[] types, int[] columns, Shape shape, int shapeIndex) {
        this.names = names;
        this.types = types;
        this.columns = columns;
        this.shape = shape;
        this.shapeIndex = shapeIndex;
        this.textColumns =
                IntStream.range(0, shape.size())
                        .filter(column -> shape.type(column) == FieldType.STRING)
                        .toArray();
        this.heads = new long[names.length];
        this.tails = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length >= Words.BYTES) {
                heads[i] = Words.load(name, 0);
                tails[i] = Words.load(name, name.length - Words.BYTES);
            } else {
                heads[i] = Words.load(Arrays.copyOf(name, Words.BYTES), 0);
            }
        }
    }

    int size() {
        return names.length;
    }

    FieldType type(int field) {
        return types[field];
    }

    /** Copies values from the order of the line into the shape's, from an index on. */
    void place(long[] bits, long[] values, int at) {
        for (int field = 0; field < columns.length; field++) {
            if (columns[field] >= 0) {
                values[at + columns[field]] = bits[field];
            }
        }
    }

    /** The columns of the shape that hold strings. */
    int[] textColumns() {
        return textColumns;
    }

    Shape shape() {
        return shape;
    }

    int shapeIndex() {
        return shapeIndex;
    }

    int nameLength(int field) {
        return names[field].length;
    }

    /** Whether a field's name and '=' stand there; 16 bytes from there on must exist. */
    boolean nameStands(int field, byte[] body, int at) {
        int length = names[field].length;
        long head = Words.load(body, at);
        if (length < Words.BYTES) {
            return (head ^ heads[field]) << 64 - 8 * length == 0;
        }
        if (length <= 2 * Words.BYTES) {
            return head == heads[field]
                    && Words.load(body, at + length - Words.BYTES) == tails[field];
        }
        return at + length <= body.length
                && Arrays.equals(body, at, at + length, names[field], 0, length);
    }

    /** Whether fields of a line are exactly these. */
    boolean is(byte[] body, int[] nameFrom, int[] nameTo, FieldType[] found, int count) {
        if (count != names.length) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int length = names[i].length - 1;
            if (found[i] != types[i]
                    || !Arrays.equals(body, nameFrom[i], nameTo[i], names[i], 0, length)) {
                return false;
            }
        }
        return true;
    }
}

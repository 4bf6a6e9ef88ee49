package io.annealdb.storage.block;

import io.annealdb.points.FieldType;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.MalformedException;

/** Reads what {@link BlockEncoder} wrote, a column at a time; the checksum was seen to before. */
final class BlockDecoder {
    private final byte[] bytes;
    private final int rows;

    /** Where times, stamps and each column begin; one more for the end. */
    private final int[] starts;

    /**
     * @param bytes the block, with slack behind it for {@link PackedBits}
     * @param length of the block without its checksum
     */
    BlockDecoder(byte[] bytes, int length, int columns, int rowsExpected) {
        this.bytes = bytes;
        ByteReader in = new ByteReader(bytes, 0, length);
        this.rows = in.readCount(rowsExpected, "rows");
        if (rows != rowsExpected) {
            throw new MalformedException(rows + " rows where the index has " + rowsExpected);
        }
        this.starts = new int[columns + 3];
        for (int part = 0; part < columns + 2; part++) {
            starts[part + 1] = in.readCount(length, "bytes of a column");
        }
        starts[0] = in.position();
        for (int part = 1; part < starts.length; part++) {
            starts[part] += starts[part - 1];
        }
        if (starts[columns + 2] != length) {
            throw new MalformedException("columns do not fill their block");
        }
    }

    long[] times() {
        long[] times = new long[rows];
        TimeColumn.read(bytes, starts[0], starts[1], rows, times);
        return times;
    }

    /** Numbers into the file's table of stamps. */
    int[] stamps() {
        long[] numbers = new long[rows];
        TimeColumn.read(bytes, starts[1], starts[2], rows, numbers);
        int[] stamps = new int[rows];
        for (int i = 0; i < rows; i++) {
            stamps[i] = (int) numbers[i];
        }
        return stamps;
    }

    /** Fills the values of a column; returns the strings that they number, null for other types. */
    byte[][] column(int column, FieldType type, long[] into) {
        int from = starts[column + 2];
        int to = starts[column + 3];
        switch (type) {
            case FLOAT -> FloatColumn.read(bytes, from, to, rows, into);
            case INTEGER, UNSIGNED -> IntColumn.read(bytes, from, to, rows, into);
            case BOOLEAN -> IntColumn.readFrames(bytes, from, to, rows, into, 0);
            case STRING -> {
                return TextColumn.read(bytes, from, to, rows, into);
            }
        }
        return null;
    }
}

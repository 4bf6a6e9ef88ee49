package io.annealdb.storage.block;

import io.annealdb.points.FieldType;
import io.annealdb.points.codec.ByteWriter;
import java.util.zip.CRC32C;

/**
 * Writes one block:
 *
 * <pre>
 *   rows │ length of times │ length of stamps │ length of each column │ times │ stamps │ columns │ crc32c 4
 * </pre>
 *
 * Lengths are varints, so that one column is found and decoded alone.
 */
final class BlockEncoder {
    private final ByteWriter body = new ByteWriter(1 << 16);

    /** Appends the block; returns its length with the checksum. */
    int encode(ShapeBuffer rows, ByteWriter out) {
        int start = out.size();
        int columns = rows.shape.size();
        int[] ends = new int[columns + 2];
        body.clear();
        TimeColumn.write(rows.times, rows.size, body);
        ends[0] = body.size();
        TimeColumn.write(rows.stamps, rows.size, body);
        ends[1] = body.size();
        for (int column = 0; column < columns; column++) {
            writeColumn(rows, column);
            ends[column + 2] = body.size();
        }
        out.writeUnsigned(rows.size);
        int last = 0;
        for (int end : ends) {
            out.writeUnsigned(end - last);
            last = end;
        }
        out.writeBytes(body.array(), 0, body.size());
        CRC32C crc = new CRC32C();
        crc.update(out.array(), start, out.size() - start);
        out.writeInt((int) crc.getValue());
        return out.size() - start;
    }

    private void writeColumn(ShapeBuffer rows, int column) {
        FieldType type = rows.shape.type(column);
        switch (type) {
            case FLOAT -> FloatColumn.write(rows.columns[column], rows.size, body);
            case INTEGER, UNSIGNED -> IntColumn.write(rows.columns[column], rows.size, body);
            case BOOLEAN -> IntColumn.writeFrames(rows.columns[column], rows.size, body);
            case STRING -> TextColumn.write(rows.texts[column], rows.size, body);
        }
    }
}

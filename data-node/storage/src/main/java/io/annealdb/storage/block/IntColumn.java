package io.annealdb.storage.block;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;

/**
 * Whole numbers. Two codecs, the shorter is taken:
 *
 * <pre>
 *   0 delta  first (zigzag varint) │ frames of 128: width 1 │ zigzag of the differences, packed
 *   1 base   frames of 128: least (zigzag varint) │ width 1 │ what each is above it, packed
 * </pre>
 *
 * Arithmetic is modulo 2^64, so any 64 bits may stand in a column.
 */
final class IntColumn {
    static final int FRAME = 128;
    private static final int DELTA = 0;
    private static final int BASE = 1;

    private IntColumn() {}

    static void write(long[] values, int count, ByteWriter out) {
        long[] deltas = new long[Math.max(0, count - 1)];
        zigzagDeltas(values, count, deltas);
        if (packedBytes(deltas, deltas.length) <= baseBytes(values, count)) {
            out.writeByte(DELTA);
            out.writeZigzag(values[0]);
            writeFrames(deltas, deltas.length, out);
        } else {
            out.writeByte(BASE);
            writeBased(values, count, out);
        }
    }

    static void read(byte[] source, int from, int to, int count, long[] into) {
        ByteReader in = new ByteReader(source, from, to);
        int codec = in.readByte();
        if (codec == DELTA) {
            into[0] = in.readZigzag();
            readFrames(source, in.position(), to, count - 1, into, 1);
            undoDeltas(into, count);
        } else if (codec == BASE) {
            readBased(source, in, to, count, into);
        } else {
            throw new MalformedException("unknown integer codec " + codec);
        }
    }

    private static void zigzagDeltas(long[] values, int count, long[] deltas) {
        for (int i = 1; i < count; i++) {
            long delta = values[i] - values[i - 1];
            deltas[i - 1] = delta << 1 ^ delta >> 63;
        }
    }

    private static void undoDeltas(long[] values, int count) {
        long last = values[0];
        for (int i = 1; i < count; i++) {
            long zigzag = values[i];
            last += zigzag >>> 1 ^ -(zigzag & 1);
            values[i] = last;
        }
    }

    /** Frames of a width byte and packed numbers. */
    static void writeFrames(long[] values, int count, ByteWriter out) {
        for (int at = 0; at < count; at += FRAME) {
            int length = Math.min(FRAME, count - at);
            int width = PackedBits.width(union(values, at, length));
            out.writeByte(width);
            PackedBits.write(values, at, length, width, out);
        }
    }

    /** Reads what {@link #writeFrames} wrote; returns where it ends. */
    static int readFrames(byte[] source, int from, int to, int count, long[] into, int into0) {
        int at = from;
        for (int done = 0; done < count; done += FRAME) {
            int length = Math.min(FRAME, count - done);
            int width = widthAt(source, at++, to, length);
            PackedBits.read(source, at, length, width, into, into0 + done);
            at += PackedBits.bytes(length, width);
        }
        return at;
    }

    private static int widthAt(byte[] source, int at, int to, int length) {
        int width = at < to ? source[at] & 0xFF : 255;
        if (width > 64 || at + 1 + PackedBits.bytes(length, width) > to) {
            throw new MalformedException("a frame of integers runs over its column");
        }
        return width;
    }

    private static long union(long[] values, int at, int length) {
        long all = 0;
        for (int i = at; i < at + length; i++) {
            all |= values[i];
        }
        return all;
    }

    static long packedBytes(long[] values, int count) {
        long bytes = 10;
        for (int at = 0; at < count; at += FRAME) {
            int length = Math.min(FRAME, count - at);
            bytes += 1 + PackedBits.bytes(length, PackedBits.width(union(values, at, length)));
        }
        return bytes;
    }

    private static long baseBytes(long[] values, int count) {
        long bytes = 0;
        for (int at = 0; at < count; at += FRAME) {
            int length = Math.min(FRAME, count - at);
            long least = least(values, at, length);
            int width = PackedBits.width(unionAbove(values, at, length, least));
            bytes += 1 + varintBytes(least) + PackedBits.bytes(length, width);
        }
        return bytes;
    }

    private static int varintBytes(long value) {
        long zigzag = value << 1 ^ value >> 63;
        return Math.max(1, (PackedBits.width(zigzag) + 6) / 7);
    }

    private static long least(long[] values, int at, int length) {
        long least = values[at];
        for (int i = at + 1; i < at + length; i++) {
            least = Math.min(least, values[i]);
        }
        return least;
    }

    private static long unionAbove(long[] values, int at, int length, long least) {
        long all = 0;
        for (int i = at; i < at + length; i++) {
            all |= values[i] - least;
        }
        return all;
    }

    private static void writeBased(long[] values, int count, ByteWriter out) {
        long[] above = new long[FRAME];
        for (int at = 0; at < count; at += FRAME) {
            int length = Math.min(FRAME, count - at);
            long least = least(values, at, length);
            for (int i = 0; i < length; i++) {
                above[i] = values[at + i] - least;
            }
            int width = PackedBits.width(union(above, 0, length));
            out.writeZigzag(least);
            out.writeByte(width);
            PackedBits.write(above, 0, length, width, out);
        }
    }

    private static void readBased(byte[] source, ByteReader in, int to, int count, long[] into) {
        int at = in.position();
        for (int done = 0; done < count; done += FRAME) {
            int length = Math.min(FRAME, count - done);
            ByteReader head = new ByteReader(source, at, to);
            long least = head.readZigzag();
            at = head.position();
            int width = widthAt(source, at++, to, length);
            PackedBits.read(source, at, length, width, into, done);
            at += PackedBits.bytes(length, width);
            for (int i = done; i < done + length; i++) {
                into[i] += least;
            }
        }
    }
}

package io.annealdb.points.codec;

import io.annealdb.points.SeriesKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote. Bytes are not trusted: whatever they hold, a read gives a
 * value or a {@link MalformedException}, and takes no more memory than bytes remain.
 */
public final class ByteReader {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at;

    /** Reads bytes {@code [from, to)}. */
    public ByteReader(byte[] bytes, int from, int to) {
        if (from < 0 || from > to || to > bytes.length) {
            throw new MalformedException(
                    "bytes " + from + " to " + to + " of an array of " + bytes.length);
        }
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    public int position() {
        return at;
    }

    public int remaining() {
        return end - at;
    }

    public int readByte() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public int readInt() {
        int value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= readByte() << shift;
        }
        return value;
    }

    public long readLong() {
        need(8);
        long value = (long) LONGS.get(bytes, at);
        at += 8;
        return value;
    }

    public long readUnsigned() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            if (shift == 63 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedException("number longer than 64 bits before byte " + at);
    }

    public long readZigzag() {
        long value = readUnsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** Reads a number of things. */
    public int readCount(long max, String what) {
        long count = readUnsigned();
        if (count < 0 || count > max) {
            throw new MalformedException(
                    Long.toUnsignedString(count) + " " + what + ", at most " + max + " can follow");
        }
        return (int) count;
    }

    public byte[] readBytes(int length) {
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** Length, then bytes. */
    public byte[] readBlock() {
        return readBytes(readCount(remaining(), "bytes"));
    }

    /** Length, then the bytes of a series key. */
    public SeriesKey readSeries() {
        int length = readCount(remaining(), "bytes of a series key");
        need(length);
        at += length;
        return SeriesKey.ofCanonical(bytes, at - length, at);
    }

    public String readText() {
        int length = readCount(remaining(), "bytes of text");
        need(length);
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** Checks that nothing is left. */
    public void end() {
        if (at != end) {
            throw new MalformedException(remaining() + " bytes too many");
        }
    }

    private void need(int length) {
        if (length < 0 || end - at < length) {
            throw new MalformedException(
                    "cut short: " + length + " bytes wanted, " + remaining() + " left");
        }
    }
}

package io.annealdb.storage.block;

import io.annealdb.points.codec.ByteWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Unsigned numbers of one width, lowest bit first, one behind the other. Readers may look up to
 * {@link #SLACK_BYTES} behind the last one, so their array must be that much longer.
 */
final class PackedBits {
    static final int SLACK_BYTES = 16;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PackedBits() {}

    static int bytes(int count, int width) {
        return (int) (((long) count * width + 7) >>> 3);
    }

    /** Bits that the number needs, 0 to 64. */
    static int width(long number) {
        return 64 - Long.numberOfLeadingZeros(number);
    }

    static void write(long[] values, int from, int count, int width, ByteWriter out) {
        if (width == 0) {
            return;
        }
        out.reserve(bytes(count, width) + 8);
        long word = 0;
        int filled = 0;
        for (int i = from; i < from + count; i++) {
            long value = values[i];
            word |= value << filled;
            filled += width;
            if (filled >= 64) {
                out.writeLong(word);
                filled -= 64;
                word = filled == 0 ? 0 : value >>> (width - filled);
            }
        }
        for (; filled > 0; filled -= 8) {
            out.writeByte((int) word);
            word >>>= 8;
        }
    }

    static void read(byte[] source, int at, int count, int width, long[] into, int to) {
        if (width == 0) {
            for (int i = 0; i < count; i++) {
                into[to + i] = 0;
            }
        } else if (width <= 56) {
            readNarrow(source, at, count, width, into, to);
        } else {
            readWide(source, at, count, width, into, to);
        }
    }

    private static void readNarrow(
            byte[] source, int at, int count, int width, long[] into, int to) {
        long mask = (1L << width) - 1;
        int bit = 0;
        for (int i = 0; i < count; i++) {
            into[to + i] = (long) LONGS.get(source, at + (bit >>> 3)) >>> (bit & 7) & mask;
            bit += width;
        }
    }

    private static void readWide(byte[] source, int at, int count, int width, long[] into, int to) {
        long mask = width == 64 ? -1 : (1L << width) - 1;
        int bit = 0;
        for (int i = 0; i < count; i++) {
            int place = at + (bit >>> 3);
            int shift = bit & 7;
            long word = (long) LONGS.get(source, place) >>> shift;
            if (shift > 0) {
                word |= (long) source[place + 8] << (64 - shift);
            }
            into[to + i] = word & mask;
            bit += width;
        }
    }
}

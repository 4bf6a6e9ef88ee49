package io.annealdb.points.line;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time: looks for bytes, and reads digits, without a branch for each. */
final class Words {
    static final int BYTES = 8;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = ONES * ' ';
    private static final long NEWLINES = ONES * '\n';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long ZEROS = ONES * '0';

    private Words() {}

    /** The eight bytes from there on, the first lowest. */
    static long load(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /**
     * The top bit of each byte that is a space, a newline or a backslash; right up to the first.
     */
    static long stops(long word) {
        return zeros(word ^ SPACES) | zeros(word ^ NEWLINES) | zeros(word ^ BACKSLASHES);
    }

    private static long zeros(long word) {
        return word - ONES & ~word & HIGHS;
    }

    /** How many of the eight bytes, from the first on, are digits. */
    static int digits(long word) {
        long d = word ^ ZEROS;
        long others = (d + 0x7676767676767676L | d) & HIGHS;
        return Long.numberOfTrailingZeros(others) >>> 3; // 8 if there is no other
    }

    /**
     * The number that the first {@code count} bytes are, {@code 1 <= count <= 8} of them digits.
     */
    static long number(long word, int count) {
        long d = (word ^ ZEROS) << 64 - 8 * count; // zeros in front
        d = d * 10 + (d >>> 8);
        return ((d & 0xFF000000FFL) * 0xF424000000064L
                        + (d >>> 16 & 0xFF000000FFL) * 0x271000000001L)
                >>> 32;
    }
}

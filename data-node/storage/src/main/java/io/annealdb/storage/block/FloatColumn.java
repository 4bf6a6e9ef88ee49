package io.annealdb.storage.block;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import java.util.Arrays;

/**
 * Doubles, as their bits; every bit pattern comes back as it was. The shortest of:
 *
 * <pre>
 *   0 decimal     scale 1 │ exceptions: count, then (place gap varint, bits 8) │ round(v * 10^scale) as integers
 *   1 xor         first 8 │ frames of 128: trailing 1, width 1 │ v xor the one before, packed
 *   2 dictionary  count │ distinct bits 8 each │ frames of numbers into it
 * </pre>
 *
 * Decimals are read back by division, which is exact for every short decimal (storage.md, section
 * 3).
 */
final class FloatColumn {
    private static final int DECIMAL = 0;
    private static final int XOR = 1;
    private static final int DICTIONARY = 2;
    private static final int SAMPLES = 32;
    private static final long MANTISSA_MAX = 1L << 53;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private FloatColumn() {}

    static void write(long[] bits, int count, ByteWriter out) {
        ByteWriter best = null;
        int codec = XOR;
        int scale = scale(bits, count);
        if (scale >= 0) {
            best = decimal(bits, count, scale);
            codec = DECIMAL;
        }
        if (best == null || best.size() > 2L * count) {
            ByteWriter xor = xor(bits, count);
            if (best == null || xor.size() < best.size()) {
                best = xor;
                codec = XOR;
            }
            ByteWriter dictionary = dictionary(bits, count);
            if (dictionary != null && dictionary.size() < best.size()) {
                best = dictionary;
                codec = DICTIONARY;
            }
        }
        out.writeByte(codec);
        out.writeBytes(best.array(), 0, best.size());
    }

    static void read(byte[] source, int from, int to, int count, long[] into) {
        ByteReader in = new ByteReader(source, from, to);
        switch (in.readByte()) {
            case DECIMAL -> readDecimal(source, in, to, count, into);
            case XOR -> readXor(source, in, to, count, into);
            case DICTIONARY -> readDictionary(source, in, to, count, into);
            default -> throw new MalformedException("unknown float codec");
        }
    }

    /** The least scale at which all but two of some samples are exact; -1 if there is none. */
    private static int scale(long[] bits, int count) {
        int step = Math.max(1, count / SAMPLES);
        for (int scale = 0; scale < POWERS.length; scale++) {
            int misses = 0;
            for (int i = 0; i < count && misses <= 2; i += step) {
                misses += exact(bits[i], POWERS[scale]) ? 0 : 1;
            }
            if (misses == 0 || misses <= 2 && count >= SAMPLES) {
                return scale;
            }
        }
        return -1;
    }

    private static boolean exact(long bits, double power) {
        double value = Double.longBitsToDouble(bits);
        double scaled = value * power;
        if (!(Math.abs(scaled) < MANTISSA_MAX)) {
            return false;
        }
        return Double.doubleToRawLongBits(Math.rint(scaled) / power) == bits
                && (bits != Long.MIN_VALUE);
    }

    /** Null if more than a tenth are exceptions. */
    private static ByteWriter decimal(long[] bits, int count, int scale) {
        double power = POWERS[scale];
        long[] mantissas = new long[count];
        int[] exceptions = new int[count / 10 + 1];
        int missed = mantissas(bits, count, power, mantissas, exceptions);
        if (missed < 0) {
            return null;
        }
        ByteWriter out = new ByteWriter(2 * count + 16);
        out.writeByte(scale);
        out.writeUnsigned(missed);
        int last = 0;
        for (int i = 0; i < missed; i++) {
            out.writeUnsigned(exceptions[i] - last);
            out.writeLong(bits[exceptions[i]]);
            last = exceptions[i];
        }
        IntColumn.write(mantissas, count, out);
        return out;
    }

    private static int mantissas(
            long[] bits, int count, double power, long[] mantissas, int[] exceptions) {
        int missed = 0;
        long last = 0;
        for (int i = 0; i < count; i++) {
            if (exact(bits[i], power)) {
                last = (long) Math.rint(Double.longBitsToDouble(bits[i]) * power);
            } else {
                if (missed == exceptions.length) {
                    return -1;
                }
                exceptions[missed++] = i;
            }
            mantissas[i] = last;
        }
        return missed;
    }

    private static void readDecimal(byte[] source, ByteReader in, int to, int count, long[] into) {
        int scale = in.readByte();
        if (scale >= POWERS.length) {
            throw new MalformedException("decimal scale " + scale);
        }
        int missed = in.readCount(count, "exceptions");
        int[] places = new int[missed];
        long[] values = new long[missed];
        int place = 0;
        for (int i = 0; i < missed; i++) {
            place += in.readCount(count - 1 - place, "places");
            places[i] = place;
            values[i] = in.readLong();
        }
        IntColumn.read(source, in.position(), to, count, into);
        divide(into, count, POWERS[scale]);
        for (int i = 0; i < missed; i++) {
            into[places[i]] = values[i];
        }
    }

    private static void divide(long[] into, int count, double power) {
        for (int i = 0; i < count; i++) {
            into[i] = Double.doubleToRawLongBits((double) into[i] / power);
        }
    }

    private static ByteWriter xor(long[] bits, int count) {
        ByteWriter out = new ByteWriter(8 * count + 16);
        out.writeLong(bits[0]);
        long[] frame = new long[IntColumn.FRAME];
        for (int at = 1; at < count; at += IntColumn.FRAME) {
            int length = Math.min(IntColumn.FRAME, count - at);
            long all = 0;
            for (int i = 0; i < length; i++) {
                frame[i] = bits[at + i] ^ bits[at + i - 1];
                all |= frame[i];
            }
            int trailing = all == 0 ? 0 : Long.numberOfTrailingZeros(all);
            for (int i = 0; i < length; i++) {
                frame[i] >>>= trailing;
            }
            int width = PackedBits.width(all >>> trailing);
            out.writeByte(trailing);
            out.writeByte(width);
            PackedBits.write(frame, 0, length, width, out);
        }
        return out;
    }

    private static void readXor(byte[] source, ByteReader in, int to, int count, long[] into) {
        into[0] = in.readLong();
        int at = in.position();
        for (int done = 1; done < count; done += IntColumn.FRAME) {
            int length = Math.min(IntColumn.FRAME, count - done);
            if (at + 2 > to) {
                throw new MalformedException("a frame of doubles runs over its column");
            }
            int trailing = source[at] & 63;
            int width = source[at + 1] & 0xFF;
            at += 2;
            if (width > 64 || at + PackedBits.bytes(length, width) > to) {
                throw new MalformedException("a frame of doubles runs over its column");
            }
            PackedBits.read(source, at, length, width, into, done);
            at += PackedBits.bytes(length, width);
            for (int i = done; i < done + length; i++) {
                into[i] = into[i] << trailing ^ into[i - 1];
            }
        }
    }

    /** Null if more than a third of the values are distinct. */
    private static ByteWriter dictionary(long[] bits, int count) {
        long[] sorted = Arrays.copyOf(bits, count);
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        if (distinct * 3 > count) {
            return null;
        }
        ByteWriter out = new ByteWriter(8 * distinct + count);
        out.writeUnsigned(distinct);
        for (int i = 0; i < distinct; i++) {
            out.writeLong(sorted[i]);
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Arrays.binarySearch(sorted, 0, distinct, bits[i]);
        }
        IntColumn.writeFrames(numbers, count, out);
        return out;
    }

    private static void readDictionary(
            byte[] source, ByteReader in, int to, int count, long[] into) {
        int distinct = in.readCount(count, "distinct values");
        long[] values = new long[distinct];
        for (int i = 0; i < distinct; i++) {
            values[i] = in.readLong();
        }
        IntColumn.readFrames(source, in.position(), to, count, into, 0);
        for (int i = 0; i < count; i++) {
            if (into[i] < 0 || into[i] >= distinct) {
                throw new MalformedException("value " + into[i] + " of " + distinct);
            }
            into[i] = values[(int) into[i]];
        }
    }
}

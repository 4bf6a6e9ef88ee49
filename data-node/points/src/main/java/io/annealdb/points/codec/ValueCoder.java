package io.annealdb.points.codec;

import io.annealdb.points.FieldType;
import java.util.Arrays;
import java.util.List;

/**
 * The values of one column. A number is written as its difference to the value that predicts it:
 * the one before of the same series, so that batches of many series pack like single ones.
 *
 * <pre>
 *   integer   zigzag varint of the difference
 *   float     scale &lt;1b&gt;, mantissas like integers, exceptions (count, then gap and raw bits each);
 *             or 255 and raw bits
 *   boolean   8 a byte, lowest bit first
 *   string    0: the same as the predicting one; else length + 1 and bytes
 * </pre>
 */
final class ValueCoder {
    private static final int RAW = 255;
    private static final int SAMPLES = 32;

    private ValueCoder() {}

    /**
     * Writes a column of any type but string.
     *
     * @param previous for each value but the first, the index of an earlier one that predicts it
     */
    static void write(ByteWriter out, FieldType type, long[] bits, int size, int[] previous) {
        switch (type) {
            case INTEGER, UNSIGNED -> writeIntegers(out, bits, size, previous);
            case FLOAT -> writeFloats(out, bits, size, previous);
            case BOOLEAN -> writeBooleans(out, bits, size);
            case STRING -> throw new IllegalArgumentException("strings are written as texts");
        }
    }

    static void read(ByteReader in, FieldType type, long[] bits, int size, int[] previous) {
        switch (type) {
            case INTEGER, UNSIGNED -> readIntegers(in, bits, size, previous);
            case FLOAT -> readFloats(in, bits, size, previous);
            case BOOLEAN -> readBooleans(in, bits, size);
            case STRING -> throw new IllegalArgumentException("strings are read as texts");
        }
    }

    static void writeTexts(ByteWriter out, byte[][] texts, int size, int[] previous) {
        for (int i = 0; i < size; i++) {
            if (i > 0 && Arrays.equals(texts[i], texts[previous[i]])) {
                out.writeUnsigned(0);
            } else {
                out.writeUnsigned(texts[i].length + 1L);
                out.writeBytes(texts[i], 0, texts[i].length);
            }
        }
    }

    /** Reads strings into a table; a value's bits are its index there. */
    static void readTexts(
            ByteReader in, List<byte[]> texts, long[] bits, int size, int[] previous) {
        for (int i = 0; i < size; i++) {
            int token = in.readCount(in.remaining() + 1L, "bytes of a string");
            if (token > 0) {
                bits[i] = texts.size();
                texts.add(in.readBytes(token - 1));
            } else if (i > 0) {
                bits[i] = bits[previous[i]];
            } else {
                throw new MalformedException("the first string refers to one before");
            }
        }
    }

    private static void writeIntegers(ByteWriter out, long[] bits, int size, int[] previous) {
        if (size > 0) {
            out.writeZigzag(bits[0]);
        }
        for (int i = 1; i < size; i++) {
            out.writeZigzag(bits[i] - bits[previous[i]]);
        }
    }

    private static void readIntegers(ByteReader in, long[] bits, int size, int[] previous) {
        if (size > 0) {
            bits[0] = in.readZigzag();
        }
        for (int i = 1; i < size; i++) {
            bits[i] = bits[previous[i]] + in.readZigzag();
        }
    }

    private static void writeBooleans(ByteWriter out, long[] bits, int size) {
        for (int from = 0; from < size; from += 8) {
            int packed = 0;
            for (int i = from; i < Math.min(size, from + 8); i++) {
                packed |= (int) (bits[i] & 1) << (i - from);
            }
            out.writeByte(packed);
        }
    }

    private static void readBooleans(ByteReader in, long[] bits, int size) {
        int packed = 0;
        for (int i = 0; i < size; i++) {
            packed = (i & 7) == 0 ? in.readByte() : packed >>> 1;
            bits[i] = packed & 1;
        }
    }

    private static void writeFloats(ByteWriter out, long[] bits, int size, int[] previous) {
        int scale = scaleFor(bits, size, Math.max(1, size / SAMPLES));
        long[] mantissas = new long[size];
        int exceptions = scale < 0 ? size : mantissas(bits, size, previous, scale, mantissas);
        if (scale >= 0 && exceptions > size / 16) {
            scale = scaleFor(bits, size, 1); // the samples did not show all
            exceptions = scale < 0 ? size : mantissas(bits, size, previous, scale, mantissas);
        }
        if (exceptions > size / 16) {
            out.writeByte(RAW);
            for (int i = 0; i < size; i++) {
                out.writeLong(bits[i]);
            }
            return;
        }
        out.writeByte(scale);
        writeIntegers(out, mantissas, size, previous);
        out.writeUnsigned(exceptions);
        int last = 0;
        for (int i = 0; exceptions > 0; i++) {
            if (!Decimals.exact(bits[i], mantissas[i], scale)) {
                out.writeUnsigned(i - last);
                out.writeLong(bits[i]);
                last = i;
                exceptions--;
            }
        }
    }

    private static void readFloats(ByteReader in, long[] bits, int size, int[] previous) {
        int scale = in.readByte();
        if (scale == RAW) {
            for (int i = 0; i < size; i++) {
                bits[i] = in.readLong();
            }
            return;
        }
        if (scale > Decimals.SCALE_MAX) {
            throw new MalformedException("decimal scale " + scale);
        }
        readIntegers(in, bits, size, previous);
        for (int i = 0; i < size; i++) {
            bits[i] = Double.doubleToRawLongBits(Decimals.value(bits[i], scale));
        }
        int position = 0;
        for (int left = in.readCount(size, "exceptions"); left > 0; left--) {
            position += in.readCount(size - 1L - position, "values skipped");
            bits[position] = in.readLong();
        }
    }

    /** The least scale that fits all looked at but one in sixteen, or -1. */
    private static int scaleFor(long[] bits, int size, int step) {
        int scale = 0;
        int looked = 0;
        int misfits = 0;
        for (int i = 0; i < size; i += step) {
            looked++;
            int found = Decimals.scaleOf(bits[i], scale);
            if (found < 0) {
                misfits++;
            } else {
                scale = found;
            }
        }
        return misfits > looked / 16 ? -1 : scale;
    }

    /** Fills in mantissas, where there is none the predicted one, and counts the latter. */
    private static int mantissas(
            long[] bits, int size, int[] previous, int scale, long[] mantissas) {
        int exceptions = 0;
        for (int i = 0; i < size; i++) {
            long mantissa = Decimals.mantissa(Double.longBitsToDouble(bits[i]), scale);
            if (!Decimals.exact(bits[i], mantissa, scale)) {
                mantissa = i == 0 ? 0 : mantissas[previous[i]];
                exceptions += Decimals.exact(bits[i], mantissa, scale) ? 0 : 1;
            }
            mantissas[i] = mantissa;
        }
        return exceptions;
    }
}

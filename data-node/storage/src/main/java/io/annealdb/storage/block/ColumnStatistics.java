package io.annealdb.storage.block;

import io.annealdb.points.FieldType;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;

/**
 * What a block's column comes to, as bits of the column's type, so that an aggregate over a whole
 * block reads no values. Sums of integers are modulo 2^64; sums of doubles are added in order of
 * time, from 0. A string column has only its count; of booleans the sum is the number of trues.
 */
public record ColumnStatistics(
        FieldType type, int count, long min, long max, long sum, long first, long last) {

    static ColumnStatistics of(FieldType type, long[] bits, int count) {
        return switch (type) {
            case FLOAT -> floats(bits, count);
            case INTEGER, BOOLEAN -> integers(type, bits, count, 0);
            case UNSIGNED -> integers(type, bits, count, Long.MIN_VALUE);
            case STRING -> new ColumnStatistics(type, count, 0, 0, 0, 0, 0);
        };
    }

    private static ColumnStatistics floats(long[] bits, int count) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double value = Double.longBitsToDouble(bits[i]);
            min = value < min ? value : min;
            max = value > max ? value : max;
            sum += value;
        }
        return new ColumnStatistics(
                FieldType.FLOAT,
                count,
                Double.doubleToRawLongBits(min),
                Double.doubleToRawLongBits(max),
                Double.doubleToRawLongBits(sum),
                bits[0],
                bits[count - 1]);
    }

    /**
     * @param flip turns the order of signed longs into that of unsigned ones
     */
    private static ColumnStatistics integers(FieldType type, long[] bits, int count, long flip) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long ordered = bits[i] ^ flip;
            min = Math.min(min, ordered);
            max = Math.max(max, ordered);
            sum += bits[i];
        }
        return new ColumnStatistics(
                type, count, min ^ flip, max ^ flip, sum, bits[0], bits[count - 1]);
    }

    void write(ByteWriter out) {
        switch (type) {
            case FLOAT -> {
                out.writeLong(min);
                out.writeLong(max);
                out.writeLong(sum);
                out.writeLong(first);
                out.writeLong(last);
            }
            case INTEGER, UNSIGNED, BOOLEAN -> {
                out.writeZigzag(min);
                out.writeUnsigned(max - min);
                out.writeZigzag(sum);
                out.writeUnsigned(first - min);
                out.writeUnsigned(last - min);
            }
            case STRING -> {}
        }
    }

    static ColumnStatistics read(FieldType type, int count, ByteReader in) {
        return switch (type) {
            case FLOAT ->
                    new ColumnStatistics(
                            type,
                            count,
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong());
            case INTEGER, UNSIGNED, BOOLEAN -> {
                long min = in.readZigzag();
                long max = in.readUnsigned() + min;
                long sum = in.readZigzag();
                long first = in.readUnsigned() + min;
                yield new ColumnStatistics(
                        type, count, min, max, sum, first, in.readUnsigned() + min);
            }
            case STRING -> new ColumnStatistics(type, count, 0, 0, 0, 0, 0);
        };
    }
}

package io.annealdb.storage.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Every column comes back as it was, bit for bit, and regular data takes next to nothing. */
class ColumnCodecTest {
    private static final int[] COUNTS = {1, 2, 3, 127, 128, 129, 130, 257, 1024};

    private interface Codec {
        void write(long[] values, int count, ByteWriter out);
    }

    private interface Decoder {
        void read(byte[] source, int from, int to, int count, long[] into);
    }

    private static int roundTrip(long[] values, Codec codec, Decoder decoder) {
        ByteWriter out = new ByteWriter(16);
        out.writeLong(7); // what stands before must not matter
        codec.write(values, values.length, out);
        int end = out.size();
        byte[] source = Arrays.copyOf(out.array(), end + PackedBits.SLACK_BYTES);
        Arrays.fill(source, end, source.length, (byte) 0xFF);
        long[] back = new long[values.length];
        decoder.read(source, 8, end, values.length, back);
        assertThat(back).isEqualTo(values);
        return end - 8;
    }

    private static long[] drawn(int count, LongUnaryOperator value) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = value.applyAsLong(i);
        }
        return values;
    }

    @Test
    void anyIntegersComeBack() {
        Random random = new Random(1);
        for (int count : COUNTS) {
            for (int bits = 0; bits <= 64; bits++) {
                int shift = bits;
                long[] values =
                        drawn(count, i -> shift == 0 ? 5 : random.nextLong() >> (64 - shift));
                roundTrip(values, IntColumn::write, IntColumn::read);
                roundTrip(values, TimeColumn::write, TimeColumn::read);
            }
            roundTrip(
                    drawn(count, i -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE),
                    IntColumn::write,
                    IntColumn::read);
        }
    }

    @Test
    void anyDoublesComeBack() {
        Random random = new Random(2);
        double[] odd = {
            0.0,
            -0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            1e300,
            -1e-300,
            0.1 + 0.2
        };
        for (int count : COUNTS) {
            for (int kind = 0; kind < 8; kind++) {
                int of = kind;
                long[] values =
                        drawn(
                                count,
                                i ->
                                        switch (of) {
                                            case 0 -> random.nextLong();
                                            case 1 -> bits(random.nextInt(10_000) / 100.0);
                                            case 2 -> bits(random.nextGaussian());
                                            case 3 -> bits(odd[random.nextInt(odd.length)]);
                                            case 4 ->
                                                    random.nextInt(20) == 0
                                                            ? random.nextLong()
                                                            : bits(i / 10.0);
                                            case 5 -> bits(42.5);
                                            case 6 -> bits(random.nextInt(5) * Math.PI);
                                            default -> bits(1e15 + i);
                                        });
                roundTrip(values, FloatColumn::write, FloatColumn::read);
            }
        }
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    @Test
    void anyStringsComeBack() {
        Random random = new Random(3);
        for (int count : COUNTS) {
            byte[][] texts = new byte[count][];
            for (int i = 0; i < count; i++) {
                texts[i] = ("state " + random.nextInt(1 + i / 3)).getBytes(StandardCharsets.UTF_8);
            }
            texts[count / 2] = new byte[0];
            ByteWriter out = new ByteWriter(16);
            TextColumn.write(texts, count, out);
            byte[] source = Arrays.copyOf(out.array(), out.size() + PackedBits.SLACK_BYTES);
            long[] numbers = new long[count];
            byte[][] distinct = TextColumn.read(source, 0, out.size(), count, numbers);
            for (int i = 0; i < count; i++) {
                assertThat(distinct[(int) numbers[i]]).isEqualTo(texts[i]);
            }
        }
    }

    @Test
    void regularTimesTakeNextToNothing() {
        long start = 1_700_000_000_000_000_000L;
        long[] regular = drawn(1024, i -> start + i * 10_000_000_000L);
        assertThat(roundTrip(regular, TimeColumn::write, TimeColumn::read)).isLessThan(20);
        long[] gaps = drawn(1024, i -> start + (i + i / 100) * 10_000_000_000L);
        assertThat(roundTrip(gaps, TimeColumn::write, TimeColumn::read)).isLessThan(80);
        Random random = new Random(4);
        long[] jitter =
                drawn(1024, i -> start + i * 10_000_000_000L + random.nextInt(8) * 1_000_000L);
        assertThat(roundTrip(jitter, TimeColumn::write, TimeColumn::read)).isLessThan(2 * 1024);
    }

    @Test
    void shortDecimalsTakeFewBits() {
        Random random = new Random(5);
        long[] walk = new long[1024];
        int hundredths = 5_000;
        for (int i = 0; i < walk.length; i++) {
            hundredths += random.nextInt(101) - 50;
            walk[i] = bits(hundredths / 100.0);
        }
        assertThat(roundTrip(walk, FloatColumn::write, FloatColumn::read))
                .isLessThan(1024 * 11 / 10);
        long[] constant = drawn(1024, i -> bits(99.5));
        assertThat(roundTrip(constant, FloatColumn::write, FloatColumn::read)).isLessThan(30);
    }

    @Test
    void damagedColumnsGiveValuesOrAMalformedException() {
        Random random = new Random(6);
        for (int round = 0; round < 3_000; round++) {
            long[] values = drawn(200, i -> bits(random.nextInt(1_000) / 10.0));
            ByteWriter out = new ByteWriter(16);
            boolean floats = random.nextBoolean();
            if (floats) {
                FloatColumn.write(values, 200, out);
            } else {
                TimeColumn.write(values, 200, out);
            }
            byte[] source = Arrays.copyOf(out.array(), out.size() + PackedBits.SLACK_BYTES);
            source[random.nextInt(out.size())] ^= (byte) (1 << random.nextInt(8));
            int end = random.nextInt(4) == 0 ? random.nextInt(out.size()) : out.size();
            assertThatCode(
                            () -> {
                                try {
                                    long[] into = new long[200];
                                    if (floats) {
                                        FloatColumn.read(source, 0, end, 200, into);
                                    } else {
                                        TimeColumn.read(source, 0, end, 200, into);
                                    }
                                } catch (MalformedException e) {
                                    // said so
                                }
                            })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void anUnknownCodecIsSaid() {
        byte[] source = new byte[40];
        source[0] = 9;
        assertThatThrownBy(() -> FloatColumn.read(source, 0, 20, 4, new long[4]))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> IntColumn.read(source, 0, 20, 4, new long[4]))
                .isInstanceOf(MalformedException.class);
    }
}

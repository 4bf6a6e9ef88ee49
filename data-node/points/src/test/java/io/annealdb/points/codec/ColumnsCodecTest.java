package io.annealdb.points.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.FieldType;
import io.annealdb.points.RandomRows;
import io.annealdb.points.SeriesColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnsCodecTest {
    private static SeriesColumns run(Random random) {
        int size = random.nextInt(random.nextBoolean() ? 20 : 2_000);
        long[] times = new long[size];
        boolean regular = random.nextBoolean();
        for (int i = 1; i < size; i++) {
            times[i] = times[i - 1] + (regular ? 10_000_000_000L : random.nextInt(1, 1 << 30));
        }
        SeriesColumns.Column[] columns = new SeriesColumns.Column[random.nextInt(5)];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(random, size);
        }
        return new SeriesColumns(new RandomRows(random).key(), times, columns);
    }

    private static SeriesColumns.Column column(Random random, int size) {
        if (random.nextInt(6) == 0) {
            return new SeriesColumns.Column(null, new long[size], null, null);
        }
        FieldType type = FieldType.values()[random.nextInt(5)];
        boolean[] present = random.nextBoolean() ? null : new boolean[size];
        long[] bits = new long[size];
        byte[][] texts = type == FieldType.STRING ? new byte[3][] : null;
        for (int i = 0; texts != null && i < texts.length; i++) {
            texts[i] = "text".repeat(i).getBytes(StandardCharsets.UTF_8);
        }
        for (int row = 0; row < size; row++) {
            if (present != null) {
                present[row] = random.nextInt(4) > 0;
            }
            bits[row] =
                    switch (type) {
                        case FLOAT -> Double.doubleToRawLongBits(random.nextInt(1000) / 8.0);
                        case INTEGER, UNSIGNED -> random.nextLong();
                        case BOOLEAN -> random.nextInt(2);
                        case STRING -> random.nextInt(3);
                    };
        }
        return new SeriesColumns.Column(type, bits, present, texts);
    }

    private static List<Object> lines(SeriesColumns run) {
        List<Object> lines = new ArrayList<>();
        lines.add(run.series());
        for (int row = 0; row < run.size(); row++) {
            lines.add(run.times()[row]);
            for (SeriesColumns.Column column : run.columns()) {
                lines.add(column.has(row) ? column.type() + " " + column.value(row) : "none");
            }
        }
        return lines;
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (int seed = 0; seed < 300; seed++) {
            SeriesColumns run = run(new Random(seed));
            byte[] bytes = ColumnsCodec.encode(run);
            SeriesColumns back = ColumnsCodec.decode(bytes, 0, bytes.length);
            assertThat(lines(back)).as("seed %s", seed).isEqualTo(lines(run));
        }
    }

    @Test
    void cutOrDamagedBytesAreMalformedOrAnotherRun() {
        Random random = new Random(6);
        for (int seed = 0; seed < 30; seed++) {
            byte[] bytes = ColumnsCodec.encode(run(new Random(seed)));
            Damage.neverSurprises(bytes, ColumnsCodec::decode, random, 400);
            if (bytes.length < 500) {
                Damage.refusesEveryOtherLength(bytes, ColumnsCodec::decode);
            }
        }
    }
}

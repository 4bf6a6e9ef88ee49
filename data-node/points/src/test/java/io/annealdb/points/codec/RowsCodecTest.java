package io.annealdb.points.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.FieldValue;
import io.annealdb.points.RandomRows;
import io.annealdb.points.RowLines;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Stamp;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowsCodecTest {
    private static Rows decode(byte[] bytes) {
        return RowsCodec.decode(bytes, 0, bytes.length);
    }

    @Test
    void whatIsWrittenIsReadBackInOrder() {
        for (int seed = 0; seed < 400; seed++) {
            Rows rows = new RandomRows(new Random(seed)).next(seed % 4 == 0 ? 1_000 : 40);
            assertThat(RowLines.of(decode(RowsCodec.encode(rows))))
                    .as("seed %s", seed)
                    .isEqualTo(RowLines.of(rows));
        }
    }

    @Test
    void equalBatchesGiveEqualBytes() {
        for (int seed = 0; seed < 50; seed++) {
            byte[] bytes = RowsCodec.encode(new RandomRows(new Random(seed)).next(200));
            assertThat(RowsCodec.encode(decode(bytes))).as("seed %s", seed).isEqualTo(bytes);
        }
    }

    @Test
    void aBatchMayStandInTheMiddleOfOtherBytes() {
        Rows rows = new RandomRows(new Random(3)).next(100);
        byte[] bytes = RowsCodec.encode(rows);
        byte[] within = new byte[bytes.length + 20];
        System.arraycopy(bytes, 0, within, 7, bytes.length);
        assertThat(RowLines.of(RowsCodec.decode(within, 7, 7 + bytes.length)))
                .isEqualTo(RowLines.of(rows));
    }

    @Test
    void regularRowsAreTiny() {
        Rows.Builder out = Rows.builder();
        for (int step = 0; step < 50; step++) {
            for (int host = 0; host < 100; host++) {
                Map<String, FieldValue> fields = new TreeMap<>();
                for (int field = 0; field < 10; field++) {
                    fields.put("usage_" + field, new FieldValue.FloatValue((host + step) / 4.0));
                }
                SeriesKey key = SeriesKey.of("cpu", Map.of("host", "host_" + host));
                out.add(
                        key,
                        1_700_000_000_000_000_000L + step * 10_000_000_000L,
                        Stamp.NONE,
                        fields);
            }
        }
        Rows rows = out.build();
        assertThat(RowsCodec.encode(rows).length).isLessThan(rows.size());
    }

    @Test
    void theGoldenBatchIsReadAndWrittenByteForByte() {
        byte[] golden = Golden.bytes("rows-1.bin");
        assertThat(RowsCodec.encode(goldenRows())).isEqualTo(golden);
        assertThat(RowLines.of(decode(golden))).isEqualTo(RowLines.of(goldenRows()));
    }

    static Rows goldenRows() {
        Rows.Builder out = Rows.builder();
        SeriesKey cpu = SeriesKey.of("cpu", Map.of("host", "a b", "region", "eu"));
        SeriesKey disk = SeriesKey.of("disk", Map.of());
        Stamp early = new Stamp(Stamp.hlcOf(1_700_000_000_000L, 1), 1, 2);
        Stamp late = new Stamp(Stamp.hlcOf(1_700_000_000_001L, 0xFFFF), 3, 9);
        for (int i = 0; i < 4; i++) {
            out.add(
                    cpu,
                    1_700_000_000_000_000_000L + i * 10_000_000_000L,
                    early,
                    Map.of(
                            "idle", new FieldValue.FloatValue(99.25 - i),
                            "odd", new FieldValue.FloatValue(i == 2 ? Math.PI * 1e40 : -0.0),
                            "up", new FieldValue.BooleanValue(i != 1)));
        }
        out.add(disk, -5, late, Map.of("used", new FieldValue.IntegerValue(Long.MIN_VALUE)));
        out.add(
                disk,
                Long.MAX_VALUE,
                early,
                Map.of(
                        "used", new FieldValue.IntegerValue(7),
                        "what", new FieldValue.StringValue("größer")));
        return out.build();
    }

    @Test
    void cutBytesAreMalformed() {
        Damage.refusesEveryOtherLength(RowsCodec.encode(goldenRows()), RowsCodec::decode);
        byte[] packed = RowsCodec.encode(new RandomRows(new Random(8)).next(300));
        Damage.refusesEveryOtherLength(packed, RowsCodec::decode);
    }

    @Test
    void damagedBytesAreMalformedOrOtherRows() {
        Random random = new Random(11);
        Damage.neverSurprises(
                RowsCodec.encode(goldenRows()), RowsCodecTest::decodeAndLook, random, 30_000);
        for (int seed = 0; seed < 20; seed++) {
            byte[] bytes = RowsCodec.encode(new RandomRows(new Random(seed)).next(60));
            Damage.neverSurprises(bytes, RowsCodecTest::decodeAndLook, random, 500);
        }
    }

    private static Object decodeAndLook(byte[] bytes, int from, int to) {
        Rows rows = RowsCodec.decode(bytes, from, to);
        for (int row = 0; row < rows.size(); row++) {
            rows.series(row).tags();
        }
        return rows.size() < 10_000 ? RowLines.of(rows) : rows;
    }

    @Test
    void countsThatTheBytesCannotHoldAreRefusedBeforeMemoryIsTaken() {
        ByteWriter rows = new ByteWriter(16);
        rows.writeByte(1);
        rows.writeByte(0);
        rows.writeUnsigned(RowsCodec.ROWS_MAX);
        rows.writeLong(0);
        assertThatThrownBy(() -> decode(rows.toBytes())).isInstanceOf(MalformedException.class);
        ByteWriter packed = new ByteWriter(16);
        packed.writeByte(1);
        packed.writeByte(1);
        packed.writeUnsigned(60 << 20);
        packed.writeLong(0);
        assertThatThrownBy(() -> decode(packed.toBytes())).isInstanceOf(MalformedException.class);
    }

    @Test
    void aLaterVersionIsNotGuessedAt() {
        byte[] bytes = RowsCodec.encode(goldenRows());
        bytes[0] = 2;
        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("version 2");
    }
}

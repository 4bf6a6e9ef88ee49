package io.annealdb.storage.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.FieldType;
import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.disk.SimulatedDirectory;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The format of block files, which other nodes and later versions read. */
class BlockFileTest {
    /** A few rows of every type, irregular and not, under two stamps. */
    private static Fixture golden() throws IOException {
        Fixture fixture = new Fixture(1, EngineOptions.small().withRowsPerBlock(100));
        Rows.Builder rows = Rows.builder();
        SeriesKey regular = SeriesKey.ofCanonical("cpu,host=a");
        SeriesKey mixed = SeriesKey.ofCanonical("cpu,host=b");
        Stamp first = new Stamp(Stamp.hlcOf(1_000, 0), 1, 1);
        Stamp second = new Stamp(Stamp.hlcOf(1_000, 1), 2, 3);
        for (int i = 0; i < 150; i++) {
            Map<String, FieldValue> fields = new HashMap<>();
            fields.put("usage", new FieldValue.FloatValue(i / 4.0));
            fields.put("count", new FieldValue.IntegerValue(i * i));
            rows.add(regular, i * 4, i < 100 ? first : second, fields);
        }
        for (int i = 0; i < 9; i++) {
            Map<String, FieldValue> fields = new HashMap<>();
            fields.put("state", new FieldValue.StringValue(i % 2 == 0 ? "on" : "off"));
            fields.put("up", new FieldValue.BooleanValue(i % 3 == 0));
            fields.put("odd", new FieldValue.FloatValue(Math.sqrt(i)));
            rows.add(mixed, i * i, second, fields);
        }
        fixture.store(rows.build());
        fixture.shard.flush();
        return fixture;
    }

    private static byte[] goldenBytes() throws IOException {
        try (InputStream in = BlockFileTest.class.getResourceAsStream("golden-v1.block")) {
            return in.readAllBytes();
        }
    }

    @Test
    void theGoldenFileIsReadAsItWasMeant() throws IOException {
        Fixture source = golden();
        SimulatedDirectory disk = new SimulatedDirectory(new Random(1));
        disk.put("golden.block", goldenBytes());
        Map<SeriesKey, Integer> ids = new HashMap<>();
        BlockFile file =
                BlockFile.open(
                        disk,
                        "golden.block",
                        silent(),
                        key -> ids.computeIfAbsent(key, k -> ids.size()));
        scrub(file);
        assertThat(file.keys())
                .containsExactly(
                        SeriesKey.ofCanonical("cpu,host=a"), SeriesKey.ofCanonical("cpu,host=b"));
        assertThat(file.blockCount()).isEqualTo(3);
        assertThat(file.summary().rows()).isEqualTo(159);
        assertThat(file.summary().values()).isEqualTo(327);
        assertThat(file.summary().minStamp()).isEqualTo(new Stamp(Stamp.hlcOf(1_000, 0), 1, 1));
        assertThat(file.summary().maxStamp()).isEqualTo(new Stamp(Stamp.hlcOf(1_000, 1), 2, 3));
        DigestGrid grid = file.digest();
        assertThat(grid.total()).isEqualTo(source.model.root().content());
        List<ColumnStatistics> statistics = file.statistics().get(1);
        assertThat(statistics.get(0))
                .isEqualTo(
                        new ColumnStatistics(
                                FieldType.INTEGER,
                                50,
                                100 * 100,
                                149 * 149,
                                java.util.stream.LongStream.range(100, 150).map(i -> i * i).sum(),
                                100 * 100,
                                149 * 149));
        assertThat(Double.longBitsToDouble(statistics.get(1).max())).isEqualTo(149 / 4.0);
    }

    /**
     * If this fails the format has changed: give it a new version, and keep reading the old one.
     */
    @Test
    void theSameRowsGiveTheGoldenFileByteForByte() throws IOException {
        Fixture fixture = golden();
        assertThat(fixture.disk.contentOf(fixture.blockFiles().get(0))).isEqualTo(goldenBytes());
    }

    private static BlockFile.Observer silent() {
        return new BlockFile.Observer() {
            @Override
            public void blockRead() {}

            @Override
            public void damaged(BlockFile file, String why) {}
        };
    }

    private static void scrub(BlockFile file) {
        BlockFileScrub scrub = new BlockFileScrub(file, TestEngine.GRID);
        while (scrub.step(100) > 0) {
            // one step reads a block or two
        }
    }

    @Test
    void aFooterWhoseSumsAreNotThoseOfItsValuesIsFoundThoughEveryChecksumIsRight()
            throws IOException {
        SimulatedDirectory disk = new SimulatedDirectory(new Random(1));
        disk.put("f.block", withOtherSums(goldenBytes()));
        BlockFile file = BlockFile.open(disk, "f.block", silent(), key -> key.hashCode() & 0xFFFF);
        assertThatThrownBy(() -> scrub(file)).hasMessageContaining("sums of its footer");
    }

    /**
     * The digest is the last section: it is taken out, changed, put back, and the tail made anew.
     */
    private static byte[] withOtherSums(byte[] whole) {
        int entries = Sections.COUNT * Sections.ENTRY_BYTES;
        int tail = whole.length - entries - FileSummary.BYTES - 10;
        ByteReader in = new ByteReader(whole, tail, whole.length);
        Sections.Place[] places = new Sections.Place[Sections.COUNT];
        for (int i = 0; i < places.length; i++) {
            places[i] = Sections.Place.read(in);
        }
        Sections.Place digest = places[Sections.DIGEST];
        byte[] raw =
                TextColumn.inflate(
                        Arrays.copyOfRange(whole, (int) digest.offset(), tail), digest.rawBytes());
        raw[raw.length - 12] ^= 1;
        byte[] stored = Sections.pack(raw);
        places[Sections.DIGEST] =
                new Sections.Place(
                        digest.offset(), stored.length, raw.length, Sections.crc(stored));
        ByteWriter newTail = new ByteWriter(256);
        for (Sections.Place place : places) {
            place.write(newTail);
        }
        newTail.writeBytes(whole, tail + entries, tail + entries + FileSummary.BYTES);
        newTail.writeInt(Sections.crc(newTail.toBytes()));
        ByteWriter out = new ByteWriter(whole.length);
        out.writeBytes(whole, 0, (int) digest.offset());
        out.writeBytes(stored, 0, stored.length);
        out.writeBytes(newTail.array(), 0, newTail.size());
        out.writeBytes(whole, whole.length - 6, whole.length);
        return out.toBytes();
    }

    @Test
    void noFlippedBitIsTakenForData() throws IOException {
        byte[] whole = goldenBytes();
        for (int at = 0; at < whole.length; at++) {
            SimulatedDirectory disk = new SimulatedDirectory(new Random(at));
            disk.put("f.block", whole);
            disk.flipBit("f.block", 8L * at + at % 8);
            int place = at;
            assertThatThrownBy(
                            () ->
                                    scrub(
                                            BlockFile.open(
                                                    disk,
                                                    "f.block",
                                                    silent(),
                                                    key -> key.hashCode() & 0xFFFF)))
                    .as("byte " + place)
                    .satisfiesAnyOf(
                            e -> assertThat(e).isInstanceOf(DamagedException.class),
                            e -> assertThat(e).hasMessageContaining("format version"));
        }
    }

    @Test
    void aFileCutAnywhereIsDamaged() throws IOException {
        byte[] whole = goldenBytes();
        for (int size = 0; size < whole.length; size += 7) {
            SimulatedDirectory disk = new SimulatedDirectory(new Random(size));
            disk.put("f.block", whole);
            disk.cut("f.block", size);
            assertThatThrownBy(() -> BlockFile.open(disk, "f.block", silent(), key -> 1))
                    .isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void filesAreCopiedToAnotherShardAsTheyAre() throws IOException {
        Fixture source = new Fixture(2);
        Fixture target = new Fixture(3);
        for (int i = 0; i < 3; i++) {
            Rows rows = source.rows.mixed(80);
            source.store(rows);
            target.model.store(rows);
            source.shard.flush();
        }
        target.store(20);
        try (var pins = source.shard.pinFiles();
                var intake = target.shard.receiveFiles()) {
            source.store(5); // comes after the pins
            source.shard.flush();
            source.scheduler.runAll();
            for (var file : pins.files()) {
                for (long at = 0; at < file.bytes(); at += 1000) {
                    intake.append(file, at, pins.read(file, at, 1000));
                }
                intake.finish(file);
            }
            assertThat(target.shard.rowCount()).isEqualTo(20);
            intake.commit();
        }
        target.assertHolds();
        target.crash();
        target.assertHolds();
        assertThat(target.shard.highestStamp())
                .isGreaterThanOrEqualTo(source.model.visible().firstEntry().getValue().stamp());
    }
}

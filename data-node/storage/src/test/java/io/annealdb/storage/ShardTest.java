package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.ShardReads;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a shard promises, rule by rule. */
class ShardTest {
    private static final SeriesKey CPU = SeriesKey.ofCanonical("cpu,host=a");

    private static Stamp stamp(long hlc) {
        return new Stamp(hlc, 1, 1);
    }

    private static Rows row(long time, String field, FieldValue value, Stamp stamp) {
        return Rows.builder().add(CPU, time, stamp, Map.of(field, value)).build();
    }

    private static FieldValue number(double value) {
        return new FieldValue.FloatValue(value);
    }

    private static FieldValue integer(long value) {
        return new FieldValue.IntegerValue(value);
    }

    private static List<FieldValue> read(Shard shard, String field) throws IOException {
        List<FieldValue> values = new ArrayList<>();
        try (ShardView view = shard.view()) {
            Iterator<SeriesColumns> runs =
                    view.scan(
                            new ShardView.Scan(
                                    new SeriesPredicate.Every(),
                                    List.of(field),
                                    Long.MIN_VALUE,
                                    Long.MAX_VALUE,
                                    true));
            while (runs.hasNext()) {
                SeriesColumns run = runs.next();
                for (int row = 0; row < run.size(); row++) {
                    values.add(run.columns()[0].value(row));
                }
            }
        }
        return values;
    }

    @Test
    void aFreshRowOfAnotherTypeIsLeftOutAndNamedInInfluxWords() throws IOException {
        Fixture fixture = new Fixture(1);
        fixture.shard.writeFresh(row(1, "v", number(1), stamp(1)));
        Rows batch =
                Rows.builder()
                        .add(CPU, 2, stamp(2), Map.of("v", integer(5), "w", number(1)))
                        .add(CPU, 3, stamp(2), Map.of("v", number(2)))
                        .add(CPU, 4, stamp(2), Map.of("w", integer(1)))
                        .add(CPU, 5, stamp(2), Map.of("w", number(7)))
                        .build();
        FreshOutcome.Stored stored = (FreshOutcome.Stored) fixture.shard.writeFresh(batch);
        assertThat(stored.conflicts())
                .extracting(FreshOutcome.TypeConflict::row, FreshOutcome.TypeConflict::message)
                .containsExactly(
                        tuple(
                                0,
                                "field type conflict: input field \"v\" on measurement \"cpu\" is"
                                        + " type integer, already exists as type float"),
                        tuple(
                                3,
                                "field type conflict: input field \"w\" on measurement \"cpu\" is"
                                        + " type float, already exists as type integer"));
        assertThat(read(fixture.shard, "v")).containsExactly(number(1), number(2));
        fixture.restart();
        FreshOutcome after = fixture.shard.writeFresh(row(9, "w", number(1), stamp(9)));
        assertThat(((FreshOutcome.Stored) after).conflicts()).hasSize(1);
    }

    @Test
    void whatIsStampedAlreadyIsStoredWhateverItsTypeAndReadsTakeTheFirstType() throws IOException {
        Fixture fixture = new Fixture(1);
        fixture.store(row(1, "v", integer(1), stamp(1)));
        fixture.store(row(2, "v", new FieldValue.StringValue("x"), stamp(2)));
        fixture.store(row(3, "v", number(2.5), stamp(3)));
        assertThat(read(fixture.shard, "v")).containsExactly(number(1), number(2.5));
        try (ShardView view = fixture.shard.view()) {
            assertThat(view.fields("cpu"))
                    .isEqualTo(
                            Map.of(
                                    "v",
                                    Set.of(FieldType.FLOAT, FieldType.INTEGER, FieldType.STRING)));
            assertThat(view.measurements()).containsExactly("cpu");
        }
        fixture.assertHolds();
    }

    @Test
    void aFreshWriteBelowAValueOrADeleteIsShadowedAndNothingIsWritten() throws IOException {
        Fixture fixture = new Fixture(1);
        fixture.store(row(10, "v", number(1), stamp(100)));
        assertThat(fixture.shard.writeFresh(row(10, "v", number(2), stamp(50))))
                .isEqualTo(new FreshOutcome.Shadowed(100));
        assertThat(fixture.shard.writeFresh(row(10, "other", number(2), stamp(50))))
                .isEqualTo(new FreshOutcome.Stored(List.of()));
        assertThat(fixture.shard.writeFresh(row(11, "v", number(2), stamp(50))))
                .isEqualTo(new FreshOutcome.Stored(List.of()));
        fixture.shard.flush();
        assertThat(fixture.shard.writeFresh(row(10, "v", number(2), stamp(51))))
                .isEqualTo(new FreshOutcome.Shadowed(100));
        Delete delete = new Delete(stamp(200), new SeriesPredicate.Every(), 20, 30);
        assertThat(fixture.shard.deleteFresh(delete)).isEqualTo(new FreshOutcome.Stored(List.of()));
        assertThat(fixture.shard.writeFresh(row(25, "v", number(2), stamp(150))))
                .isEqualTo(new FreshOutcome.Shadowed(200));
        assertThat(fixture.shard.writeFresh(row(31, "v", number(3), stamp(150))))
                .isEqualTo(new FreshOutcome.Stored(List.of()));
        assertThat(
                        fixture.shard.deleteFresh(
                                new Delete(stamp(199), new SeriesPredicate.Every(), 0, 1)))
                .isEqualTo(new FreshOutcome.Shadowed(200));
    }

    @Test
    void aDeleteHidesWhatComesLaterUnderALowerStampAlsoOnANewShard() throws IOException {
        Fixture fixture = new Fixture(1);
        Delete delete = new Delete(stamp(50), new SeriesPredicate.MeasurementIs("cpu"), 0, 100);
        fixture.engine.keepForNewShards("nab", delete);
        fixture.engine.keepForNewShards("nab", delete);
        fixture.crash();
        Shard later = fixture.engine.openOrCreate(TestEngine.spec(8));
        assertThat(later.deletes()).containsExactly(delete);
        later.store(row(5, "v", number(1), stamp(40)));
        later.store(row(6, "v", number(2), stamp(60)));
        assertThat(read(later, "v")).containsExactly(number(2));
        later.store(delete);
        assertThat(later.deletes()).hasSize(1);
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() throws IOException {
        Fixture one = new Fixture(1);
        Fixture other = new Fixture(2);
        List<Rows> batches = new ArrayList<>();
        List<Delete> deletes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            batches.add(one.rows.mixed(30));
            if (i % 6 == 0) {
                deletes.add(one.rows.delete(one.rows.anyStamp()));
            }
        }
        for (int i = 0; i < batches.size(); i++) {
            one.store(batches.get(i));
            other.store(batches.get(batches.size() - 1 - i));
            if (i % 4 == 1) {
                other.shard.flush();
                other.scheduler.runAll();
                other.shard.digest();
            }
        }
        for (int i = 0; i < deletes.size(); i++) {
            one.shard.store(deletes.get(i));
            other.shard.store(deletes.get(deletes.size() - 1 - i));
        }
        one.shard.flush();
        assertThat(one.shard.root()).isEqualTo(other.shard.root());
    }

    @Test
    void theDigestOfAnUnchangedShardReadsNothing() throws IOException {
        Fixture fixture = new Fixture(3);
        for (int i = 0; i < 5; i++) {
            fixture.store(60);
            fixture.shard.store(fixture.rows.delete(fixture.rows.anyStamp()));
            fixture.shard.flush();
        }
        fixture.shard.digest();
        long read = fixture.shard.blocksRead();
        for (int i = 0; i < 3; i++) {
            fixture.shard.root();
        }
        assertThat(fixture.shard.blocksRead()).isEqualTo(read);
    }

    @Test
    void dataInOrderNeedsNoBlockForItsDigestNeitherWarmNorAfterARestart() throws IOException {
        Fixture fixture = new Fixture(4);
        for (int start = 0; start < 600; start += 20) {
            fixture.store(fixture.rows.ordered(start, 20, fixture.rows.nextStamp()));
            fixture.shard.digest();
            if (start % 100 == 0) {
                fixture.shard.flush();
            }
        }
        assertThat(fixture.shard.root()).isEqualTo(fixture.model.root());
        assertThat(fixture.shard.blocksRead()).isZero();
        fixture.restart();
        assertThat(fixture.shard.root()).isEqualTo(fixture.model.root());
        assertThat(fixture.shard.blocksRead()).isZero();
    }

    @Test
    void aViewShowsItsMomentWhateverHappensLater() throws IOException {
        Fixture fixture = new Fixture(5, EngineOptions.small().withCompactAtFiles(2));
        for (int i = 0; i < 4; i++) {
            fixture.store(fixture.rows.scattered(50, fixture.rows.nextStamp(), false));
        }
        fixture.shard.flush();
        fixture.store(fixture.rows.scattered(50, fixture.rows.nextStamp(), false));
        var expected = fixture.model.visible();
        try (ShardView view = fixture.shard.view()) {
            fixture.store(fixture.rows.scattered(200, fixture.rows.nextStamp(), false));
            fixture.shard.flush();
            fixture.scheduler.runAll();
            fixture.store(fixture.rows.scattered(200, fixture.rows.nextStamp(), false));
            assertThat(ShardReads.versions(view)).isEqualTo(expected);
        }
        assertThat(fixture.blockFiles()).hasSizeLessThan(3);
        fixture.assertHolds();
    }

    @Test
    void aNarrowScanReadsOnlyBlocksInItsRange() throws IOException {
        Fixture fixture = new Fixture(6, EngineOptions.small().withRowsPerBlock(10));
        Rows.Builder rows = Rows.builder();
        for (int i = 0; i < 500; i++) {
            rows.add(CPU, i, stamp(5), Map.of("v", number(i)));
        }
        fixture.store(rows.build());
        fixture.shard.flush();
        for (boolean ascending : List.of(true, false)) {
            long before = fixture.shard.blocksRead();
            try (ShardView view = fixture.shard.view()) {
                var runs =
                        view.scan(
                                new ShardView.Scan(
                                        new SeriesPredicate.SeriesIs(CPU),
                                        List.of("v"),
                                        205,
                                        214,
                                        ascending));
                SeriesColumns run = runs.next();
                assertThat(run.size()).isEqualTo(10);
                assertThat(run.times()[0]).isEqualTo(ascending ? 205 : 214);
                assertThat(runs.hasNext()).isFalse();
            }
            assertThat(fixture.shard.blocksRead() - before).isEqualTo(2);
        }
    }

    @Test
    void aFullCacheIsFlushedAndTheLogGoes() throws IOException {
        Fixture fixture = new Fixture(7, EngineOptions.small().withCacheBytesMax(50_000));
        for (int i = 0; i < 60; i++) {
            fixture.store(60);
        }
        assertThat(fixture.blockFiles()).isNotEmpty();
        fixture.scheduler.runAll();
        assertThat(fixture.segments()).hasSizeLessThan(3);
        fixture.assertHolds();
    }

    @Test
    void aDroppedShardIsForgotten() throws IOException {
        Fixture fixture = new Fixture(8);
        fixture.store(60);
        fixture.engine.drop(TestEngine.SPEC.id());
        assertThat(fixture.engine.shards()).isEmpty();
        assertThat(fixture.disk.exists(fixture.dataFolder())).isFalse();
        fixture.crash();
        assertThat(fixture.shard.rowCount()).isZero();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
        fixture.store(5);
        fixture.engine.dropDatabase("nab");
        assertThat(fixture.disk.files()).containsExactlyInAnyOrder("node.id", "shards.log");
    }
}

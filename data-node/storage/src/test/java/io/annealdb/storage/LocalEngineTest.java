package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.points.TimeRange;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import io.annealdb.storage.disk.SimulatedDirectory;
import io.annealdb.storage.testing.StepScheduler;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalEngineTest {
    private static final ShardSpec SPEC =
            new ShardSpec(
                    new ShardId(7),
                    "nab",
                    "autogen",
                    new GridGeometry(new TimeRange(0, 640_000), new HashKey(1, 2)));

    private final SimulatedDirectory disk = new SimulatedDirectory(new Random(1));
    private final StepScheduler scheduler = new StepScheduler();

    private LocalEngine open() throws Exception {
        return LocalEngine.open(
                EngineOptions.small(),
                disk,
                InstantSource.system(),
                scheduler,
                new MetricRegistry());
    }

    @Test
    void whatWasAcknowledgedIsThereAfterACrashAndAfterACleanStop() throws Exception {
        LocalEngine engine = open();
        Shard shard = engine.openOrCreate(SPEC);
        Rows.Builder rows = Rows.builder();
        SeriesKey key = SeriesKey.ofCanonical("cpu,host=a");
        for (int i = 0; i < 1000; i++) {
            rows.add(
                    key,
                    i * 10,
                    Stamp.NONE,
                    Map.of(
                            "usage", new FieldValue.FloatValue(i / 10.0),
                            "n", new FieldValue.IntegerValue(i)));
        }
        Stamp stamp = new Stamp(5, 1, 1);
        assertThat(shard.writeFresh(rows.build().stamped(stamp)))
                .isEqualTo(new FreshOutcome.Stored(List.of()));
        var root = shard.root();
        check(shard);
        disk.crash();
        engine = open();
        shard = engine.shard(SPEC.id()).orElseThrow();
        check(shard);
        assertThat(shard.root()).isEqualTo(root);
        shard.flush();
        check(shard);
        assertThat(shard.root()).isEqualTo(root);
        engine.close();
        engine = open();
        shard = engine.shard(SPEC.id()).orElseThrow();
        assertThat(shard.root()).isEqualTo(root);
        assertThat(shard.blocksRead()).isZero();
        check(shard);
        engine.close();
    }

    private static void check(Shard shard) throws Exception {
        try (ShardView view = shard.view()) {
            Iterator<SeriesColumns> runs =
                    view.scan(
                            new ShardView.Scan(
                                    new SeriesPredicate.Every(),
                                    List.of("usage", "n"),
                                    0,
                                    Long.MAX_VALUE,
                                    true));
            SeriesColumns run = runs.next();
            assertThat(run.size()).isEqualTo(1000);
            assertThat(run.columns()[0].value(999)).isEqualTo(new FieldValue.FloatValue(99.9));
            assertThat(run.columns()[1].value(999)).isEqualTo(new FieldValue.IntegerValue(999));
            assertThat(runs.hasNext()).isFalse();
        }
    }
}

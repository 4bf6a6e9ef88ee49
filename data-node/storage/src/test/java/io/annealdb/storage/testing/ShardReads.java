package io.annealdb.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.storage.Forgetting;
import io.annealdb.storage.RewritePace;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardView;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a shard through its public face and compares it with the model. */
public final class ShardReads {
    private ShardReads() {}

    /** Content, versions, digests and reads both ways are the model's. */
    public static void assertHolds(Shard shard, ModelShard model, List<String> fields)
            throws IOException {
        try (ShardView view = shard.view()) {
            assertThat(versions(view)).isEqualTo(model.visible());
            assertThat(read(view, fields, true)).isEqualTo(model.read(fields));
            assertThat(read(view, fields, false)).isEqualTo(model.read(fields));
            assertThat(view.series(new SeriesPredicate.Every()))
                    .containsExactlyElementsOf(
                            model.visible().keySet().stream()
                                    .map(ModelShard.Place::series)
                                    .distinct()
                                    .toList());
        }
        assertThat(shard.root()).isEqualTo(model.root(shard.settling().settled()));
        assertSeriesSumsAddUp(shard);
    }

    /** Drops values that one witness names. */
    public static void forget(Shard shard, Rows values) throws IOException {
        try (Forgetting forgetting = shard.forgetting(1)) {
            forgetting.add(0, values);
            forgetting.commit(RewritePace.FREE);
        }
    }

    private static void assertSeriesSumsAddUp(Shard shard) throws IOException {
        DigestGrid grid = shard.digest();
        try (ShardView view = shard.view()) {
            for (int window = 0; window < GridGeometry.WINDOWS; window += 7) {
                for (int bucket = 0; bucket < GridGeometry.BUCKETS; bucket++) {
                    CellDigest cell = grid.cell(window, bucket);
                    if (cell.values() > 0) {
                        assertThat(
                                        view.seriesDigests(window, bucket).values().stream()
                                                .reduce(CellDigest.EMPTY, CellDigest::plus))
                                .isEqualTo(cell);
                    }
                }
            }
        }
    }

    /** Every visible value with its stamp. */
    public static TreeMap<ModelShard.Place, ModelShard.Version> versions(ShardView view) {
        TreeMap<ModelShard.Place, ModelShard.Version> found = new TreeMap<>();
        for (SeriesKey series : view.series(new SeriesPredicate.Every())) {
            long from = Long.MIN_VALUE;
            for (Rows rows = page(view, series, from); !rows.isEmpty(); ) {
                add(rows, found);
                from = rows.time(rows.size() - 1) + 1;
                rows = page(view, series, from);
            }
        }
        return found;
    }

    private static Rows page(ShardView view, SeriesKey series, long from) {
        return view.versions(series, from, Long.MAX_VALUE, 100, Long.MAX_VALUE);
    }

    private static void add(Rows rows, TreeMap<ModelShard.Place, ModelShard.Version> found) {
        Stamp lastStamp = null;
        for (int row = 0; row < rows.size(); row++) {
            if (row > 0 && rows.time(row) == rows.time(row - 1)) {
                assertThat(rows.stamp(row)).isGreaterThan(lastStamp);
            } else if (row > 0) {
                assertThat(rows.time(row)).isGreaterThan(rows.time(row - 1));
            }
            lastStamp = rows.stamp(row);
            for (int column = 0; column < rows.shape(row).size(); column++) {
                ModelShard.Version before =
                        found.put(
                                new ModelShard.Place(
                                        rows.series(row),
                                        rows.time(row),
                                        rows.shape(row).columns().get(column)),
                                new ModelShard.Version(rows.stamp(row), rows.value(row, column)));
                assertThat(before).as("each value once").isNull();
            }
        }
    }

    private static Map<SeriesKey, TreeMap<Long, Map<String, FieldValue>>> read(
            ShardView view, List<String> fields, boolean ascending) {
        Map<SeriesKey, TreeMap<Long, Map<String, FieldValue>>> found = new TreeMap<>();
        Iterator<SeriesColumns> runs =
                view.scan(
                        new ShardView.Scan(
                                new SeriesPredicate.Every(),
                                fields,
                                Long.MIN_VALUE,
                                Long.MAX_VALUE,
                                ascending));
        SeriesKey lastSeries = null;
        long lastTime = 0;
        while (runs.hasNext()) {
            SeriesColumns run = runs.next();
            assertThat(run.size()).isBetween(1, 4096);
            for (int row = 0; row < run.size(); row++) {
                if (run.series().equals(lastSeries)) {
                    assertThat(run.times()[row] > lastTime).isEqualTo(ascending);
                    assertThat(run.times()[row]).isNotEqualTo(lastTime);
                } else if (lastSeries != null) {
                    assertThat(run.series()).isGreaterThan(lastSeries);
                }
                lastSeries = run.series();
                lastTime = run.times()[row];
                addRow(run, row, fields, found);
            }
        }
        return found;
    }

    private static void addRow(
            SeriesColumns run,
            int row,
            List<String> fields,
            Map<SeriesKey, TreeMap<Long, Map<String, FieldValue>>> found) {
        Map<String, FieldValue> values = new TreeMap<>();
        for (int field = 0; field < fields.size(); field++) {
            if (run.columns()[field].has(row)) {
                values.put(fields.get(field), run.columns()[field].value(row));
            }
        }
        assertThat(values).isNotEmpty();
        found.computeIfAbsent(run.series(), key -> new TreeMap<>()).put(run.times()[row], values);
    }
}

package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.storage.disk.SimulatedDirectory;
import io.annealdb.storage.shard.LocalShard;
import io.annealdb.storage.testing.ModelShard;
import io.annealdb.storage.testing.RandomRows;
import io.annealdb.storage.testing.ShardReads;
import io.annealdb.storage.testing.StepScheduler;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a shard, it holds what the model holds. */
class RandomHistoryTest {
    static LongStream fewSeeds() {
        return LongStream.range(0, 60);
    }

    static LongStream manySeeds() {
        return LongStream.range(1_000, 6_000);
    }

    @ParameterizedTest
    @MethodSource("fewSeeds")
    void theShardHoldsWhatTheModelHolds(long seed) throws IOException {
        new History(seed).run(80);
    }

    @ParameterizedTest
    @MethodSource("manySeeds")
    @Tag("campaign")
    void theShardHoldsWhatTheModelHoldsForLong(long seed) throws IOException {
        new History(seed).run(300);
    }

    private static final class History {
        private final Random random;
        private final SimulatedDirectory disk;
        private final StepScheduler scheduler = new StepScheduler();
        private final RandomRows source;
        private final ModelShard model = new ModelShard(TestEngine.GRID);
        private final EngineOptions options;
        private LocalEngine engine;
        private Shard shard;
        private SettledCells settled = SettledCells.NONE;
        private long ordered;

        History(long seed) throws IOException {
            random = new Random(seed);
            disk = new SimulatedDirectory(random);
            source = new RandomRows(random);
            options =
                    EngineOptions.small()
                            .withCacheBytesMax(random.nextBoolean() ? 20_000 : 4 << 20)
                            .withRowsPerBlock(1 + random.nextInt(40))
                            .withSeriesMap(random.nextBoolean() ? 100 : 1 << 16, false)
                            .withCompactAtFiles(2 + random.nextInt(4));
            open();
        }

        private void open() throws IOException {
            engine = TestEngine.open(disk, options, scheduler);
            shard = engine.openOrCreate(TestEngine.SPEC);
        }

        void run(int steps) throws IOException {
            for (int i = 0; i < steps; i++) {
                step();
                if (random.nextInt(5) == 0) {
                    assertThat(shard.root()).isEqualTo(model.root(settled));
                }
                if (random.nextInt(12) == 0) {
                    ShardReads.assertHolds(shard, model, RandomRows.FIELDS);
                }
            }
            assertThat(shard.health()).isEqualTo(ShardHealth.WHOLE);
            ShardReads.assertHolds(shard, model, RandomRows.FIELDS);
        }

        private void step() throws IOException {
            switch (random.nextInt(19)) {
                case 0, 1, 2, 3 -> writeOrdered();
                case 4, 5 -> writeFresh(source.scattered(1 + random.nextInt(20), stamp(), false));
                case 6, 7, 8 -> store(source.mixed(1 + random.nextInt(40)));
                case 9 -> delete(source.delete(source.anyStamp()));
                case 10 -> deleteFresh(source.delete(stamp()));
                case 11 -> shard.flush();
                case 12 -> ((LocalShard) shard).compact();
                case 13 -> scheduler.runAll();
                case 16 -> settle();
                case 17 -> shard.compactFully();
                case 18 -> forgetSome();
                case 14 -> {
                    scheduler.forget();
                    disk.crash();
                    open();
                }
                default -> {
                    engine.close();
                    scheduler.forget();
                    open();
                }
            }
        }

        private Stamp stamp() {
            return random.nextInt(4) == 0 ? source.anyStamp() : source.nextStamp();
        }

        private void writeOrdered() throws IOException {
            int steps = 1 + random.nextInt(8);
            writeFresh(source.ordered(ordered, steps, source.nextStamp()));
            ordered = (ordered + steps) % RandomRows.TIMES;
        }

        private void writeFresh(Rows rows) throws IOException {
            FreshOutcome outcome = shard.writeFresh(rows);
            if (outcome instanceof FreshOutcome.Shadowed shadowed) {
                assertThat(model.shadows(rows)).isTrue();
                assertThat(shadowed.hlc()).isGreaterThanOrEqualTo(rows.stampAt(0).hlc());
                return;
            }
            var conflicts = ((FreshOutcome.Stored) outcome).conflicts();
            Rows taken = rows.where(row -> conflicts.stream().noneMatch(c -> c.row() == row));
            assertThat(model.shadows(taken)).isFalse();
            model.store(taken);
        }

        private void store(Rows rows) throws IOException {
            shard.store(rows);
            model.store(rows);
        }

        private void delete(Delete delete) throws IOException {
            shard.store(delete);
            model.store(delete);
        }

        /** What others say at some R that no later stamp is at or below. */
        private void settle() throws IOException {
            CellSet open = random.nextBoolean() ? CellSet.NONE : someWindows();
            SettledCells others =
                    SettledCells.NONE.adopt(source.closedStamp() - random.nextInt(20), open);
            settled = settled.max(others);
            shard.settling().adopt(others);
            assertThat(shard.settling().settled()).isEqualTo(settled);
            assertThat(shard.deletes()).hasSameElementsAs(model.deletesAbove(settled));
        }

        private CellSet someWindows() {
            int from = random.nextInt(64);
            int to = from + random.nextInt(64 - from);
            return CellSet.builder().addWindows(from, to).build();
        }

        private void forgetSome() throws IOException {
            Set<ModelShard.Place> gone = new HashSet<>();
            model.visible().keySet().stream()
                    .filter(place -> random.nextInt(20) == 0)
                    .forEach(gone::add);
            Rows values = model.visibleRows(gone::contains);
            gone.forEach(model::forget);
            ShardReads.forget(shard, values);
        }

        private void deleteFresh(Delete delete) throws IOException {
            boolean above = delete.stamp().compareTo(shard.highestStamp()) > 0;
            FreshOutcome outcome = shard.deleteFresh(delete);
            assertThat(outcome instanceof FreshOutcome.Stored).isEqualTo(above);
            if (above) {
                model.store(delete);
            }
        }
    }
}

package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.storage.shard.LocalShard;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.ShardReads;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fences, answers and certificates: what they bar, what is adopted, and what is forgotten. */
class SettlingTest {
    private static final long R = 2_000;

    private static Rows fresh(Fixture fixture, long hlc) {
        return fixture.rows.scattered(3, new Stamp(hlc, 1, 1), false);
    }

    private static Delete delete(long hlc) {
        return new Delete(new Stamp(hlc, 1, 1), new SeriesPredicate.Every(), 0, 9);
    }

    private static Settling settling(Fixture fixture) {
        return fixture.shard.settling();
    }

    private static void assertBars(Fixture fixture, long hlc) throws IOException {
        ShardRoot before = fixture.shard.root();
        for (long below : new long[] {1, hlc - 1, hlc}) {
            FreshOutcome shadowed = new FreshOutcome.Shadowed(hlc);
            assertThat(fixture.shard.writeFresh(fresh(fixture, below))).isEqualTo(shadowed);
            assertThat(fixture.shard.deleteFresh(delete(below))).isEqualTo(shadowed);
        }
        assertThat(fixture.shard.root()).isEqualTo(before);
    }

    @Test
    void aFenceBarsFreshBatchesAtOrBelowItAlsoAfterARestartUntilItIsLifted() throws IOException {
        Fixture fixture = new Fixture(1);
        Fence fence = new Fence("ring-1", R, 4);
        settling(fixture).fence(fence);
        assertBars(fixture, R);
        fixture.crash();
        assertThat(settling(fixture).fence()).contains(fence);
        assertBars(fixture, R);
        assertThat(fixture.shard.writeFresh(fresh(fixture, R + 1)))
                .isInstanceOf(FreshOutcome.Stored.class);
        settling(fixture).liftFence("another ring");
        assertBars(fixture, R);
        settling(fixture).liftFence("ring-1");
        fixture.crash();
        assertThat(settling(fixture).fence()).isEmpty();
        assertThat(fixture.shard.writeFresh(fresh(fixture, R)))
                .isInstanceOf(FreshOutcome.Stored.class);
    }

    @Test
    void aLaterFenceReplacesTheOneBefore() throws IOException {
        Fixture fixture = new Fixture(2);
        settling(fixture).fence(new Fence("ring-1", R, 1));
        settling(fixture).fence(new Fence("ring-2", R + 5, 2));
        settling(fixture).liftFence("ring-1");
        assertBars(fixture, R + 5);
    }

    @Test
    void whatHasSettledBarsForEverAndWhatIsStampedAlreadyIsStoredAllTheSame() throws IOException {
        Fixture fixture = new Fixture(3);
        settling(fixture).fence(new Fence("ring-1", R, 1));
        settling(fixture).rememberAnswer("ring-1", R, CellSet.NONE, fixture.shard.root());
        assertThat(settling(fixture).adopt(R, fixture.shard.root(), CellSet.NONE)).isTrue();
        assertThat(settling(fixture).fence()).as("its ring is over").isEmpty();
        fixture.crash();
        assertBars(fixture, R);
        fixture.store(20);
        fixture.assertHolds();
    }

    @Test
    void aCertificateIsAdoptedByWhoAnsweredItsRootEvenIfMoreWasWrittenSince() throws IOException {
        Fixture fixture = new Fixture(4);
        fixture.store(40);
        ShardRoot root = fixture.shard.root();
        settling(fixture).rememberAnswer("ring-1", R, CellSet.NONE, root);
        fixture.store(10);
        fixture.crash();
        assertThat(settling(fixture).adopt(R + 1, root, CellSet.NONE)).as("another R").isFalse();
        CellSet open = CellSet.builder().addWindows(60, 63).build();
        assertThat(settling(fixture).adopt(R, root, open)).isTrue();
        assertThat(settling(fixture).adopt(R, root, open)).as("twice is once").isTrue();
        fixture.crash();
        assertThat(settling(fixture).settled()).isEqualTo(SettledCells.NONE.adopt(R, open));
        assertThat(settling(fixture).settled().at(63, 0)).isZero();
    }

    @Test
    void anAnswerThatLeftOutAClosedCellDoesNotCount() throws IOException {
        Fixture fixture = new Fixture(5);
        fixture.store(200);
        CellSet leftOut = CellSet.builder().addWindows(0, 30).build();
        ShardRoot root = fixture.shard.rootLeavingOut(leftOut);
        settling(fixture).rememberAnswer("ring-1", R, leftOut, root);
        assertThat(settling(fixture).adopt(R, root, CellSet.NONE)).isFalse();
        assertThat(settling(fixture).adopt(R, root, leftOut)).isTrue();
    }

    @Test
    void aCertificateIsAdoptedByWhoseRootIsEqualNowAndByNobodyElse() throws IOException {
        Fixture fixture = new Fixture(6);
        fixture.store(200);
        CellSet open = CellSet.builder().addWindows(50, 63).build();
        ShardRoot root = fixture.shard.rootLeavingOut(open);
        assertThat(root).isEqualTo(fixture.model.root(SettledCells.NONE, open));
        assertThat(settling(fixture).adopt(R, fixture.shard.root(), open)).isFalse();
        assertThat(settling(fixture).settled()).isEqualTo(SettledCells.NONE);
        assertThat(settling(fixture).adopt(R, root, open)).isTrue();
        fixture.store(60);
        assertThat(settling(fixture).adopt(R + 9, root, open)).isFalse();
    }

    /** Those above R open all their cells, so owners may differ in them. */
    @Test
    void aDeleteThatReachesOnlyIntoCellsLeftOutCountsInNoRoot() throws IOException {
        Fixture fixture = new Fixture(8);
        fixture.store(50);
        Delete inside = new Delete(new Stamp(R, 1, 1), new SeriesPredicate.Every(), 505, 639);
        Delete across = new Delete(new Stamp(R, 1, 1), new SeriesPredicate.Every(), 480, 505);
        CellSet leftOut = settling(fixture).openCells(R - 1);
        assertThat(leftOut).isEqualTo(CellSet.NONE);
        for (Delete delete : new Delete[] {inside, across}) {
            ShardRoot before = fixture.shard.rootLeavingOut(leftOut);
            fixture.shard.store(delete);
            fixture.model.store(delete);
            leftOut = settling(fixture).openCells(R - 1);
            assertThat(fixture.shard.rootLeavingOut(leftOut))
                    .isEqualTo(fixture.model.root(SettledCells.NONE, leftOut));
            assertThat(fixture.shard.rootLeavingOut(leftOut).deletes()).isEqualTo(before.deletes());
        }
        CellSet last = CellSet.builder().addWindows(50, 63).build();
        assertThat(fixture.shard.rootLeavingOut(last))
                .isEqualTo(fixture.model.root(SettledCells.NONE, last));
        assertThat(fixture.shard.rootLeavingOut(last).deletes())
                .isNotEqualTo(fixture.shard.root().deletes())
                .isNotZero();
    }

    @Test
    void onlyTheLastAnswerToARepairAndThoseToTheLastFewRepairsCount() throws IOException {
        Fixture fixture = new Fixture(7);
        ShardRoot other = new ShardRoot(fixture.shard.root().content(), 77);
        settling(fixture).rememberAnswer("ring-1", R, CellSet.NONE, other);
        settling(fixture).rememberAnswer("ring-1", R, CellSet.NONE, fixture.shard.root());
        assertThat(settling(fixture).adopt(R, other, CellSet.NONE)).isFalse();
        settling(fixture).rememberAnswer("ring-1", R, CellSet.NONE, other);
        for (int i = 2; i <= 5; i++) {
            settling(fixture).rememberAnswer("ring-" + i, R + i, CellSet.NONE, other);
        }
        assertThat(settling(fixture).adopt(R, other, CellSet.NONE)).isFalse();
        assertThat(settling(fixture).adopt(R + 2, other, CellSet.NONE)).isTrue();
    }

    /** Each of them holds a value or a delete above the clock value; nothing is read for it. */
    @Test
    void everyCellWithSomethingAboveAClockValueIsOpen() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Fixture fixture = new Fixture(seed);
            for (int i = 0; i < 4; i++) {
                fixture.store(fixture.rows.scattered(4, fixture.rows.nextStamp(), false));
                if (fixture.random.nextBoolean()) {
                    fixture.shard.flush();
                }
            }
            Delete delete = fixture.rows.delete(fixture.rows.nextStamp());
            fixture.shard.store(delete);
            fixture.model.store(delete);
            fixture.restart();
            fixture.store(fixture.rows.scattered(2, fixture.rows.nextStamp(), false));
            long hlc = 1_000 + fixture.random.nextInt(14);
            CellSet open = settling(fixture).openCells(hlc);
            assertThat(fixture.shard.blocksRead()).isZero();
            ItemHash hash = new ItemHash(TestEngine.GRID.key());
            fixture.model
                    .visible()
                    .forEach(
                            (place, version) -> {
                                if (version.stamp().hlc() > hlc) {
                                    int window = TestEngine.GRID.window(place.time());
                                    var series = hash.series(place.series());
                                    assertThat(open.contains(window, GridGeometry.bucket(series)))
                                            .isTrue();
                                }
                            });
            if (delete.stamp().hlc() > hlc) {
                assertThat(open.containsAll(TestEngine.GRID.cellsOf(delete))).isTrue();
            }
            assertThat(settling(fixture).openCells(fixture.shard.highestStamp().hlc()))
                    .isEqualTo(CellSet.NONE);
        }
    }

    @Test
    void aFileAtOrBelowTheClockValueOpensNothing() throws IOException {
        Fixture fixture = new Fixture(1);
        fixture.store(fixture.rows.scattered(50, new Stamp(R, 1, 1), false));
        fixture.shard.flush();
        Rows one = fixture.rows.scattered(1, new Stamp(R + 1, 1, 1), false);
        fixture.store(one);
        int bucket = GridGeometry.bucket(new ItemHash(TestEngine.GRID.key()).series(one.series(0)));
        int window = TestEngine.GRID.window(one.time(0));
        CellSet touched = CellSet.builder().add(window, bucket).build();
        assertThat(settling(fixture).openCells(R)).isEqualTo(touched);
        fixture.shard.flush();
        assertThat(settling(fixture).openCells(R)).isEqualTo(touched);
        fixture.shard.compactFully();
        assertThat(settling(fixture).openCells(R).size()).as("one file, coarse").isGreaterThan(1);
    }

    private enum Loss {
        ROTTEN_BLOCK,
        LOST_FILE,
        CUT_FILE,
        BROKEN_DELETES,
        LOST_DELETES,
        BROKEN_LOG,
        BROKEN_MANIFEST,
        LOST_FOLDER,
        LOST_LOG
    }

    /** Files, a log, deletes, a fence at R + 1, all cells settled at R. */
    private static Fixture settled(int seed) throws IOException {
        Fixture fixture = new Fixture(seed);
        fixture.store(60);
        for (int i = 0; i < 3; i++) {
            fixture.shard.store(fixture.rows.delete(new Stamp(R + 10 + i, 1, 1)));
        }
        fixture.shard.flush();
        fixture.store(20);
        fixture.store(20);
        fixture.scheduler.forget();
        settling(fixture).adopt(SettledCells.allAt(R));
        settling(fixture).fence(new Fence("ring-1", R + 1, 1));
        settling(fixture).rememberAnswer("ring-1", R + 1, CellSet.NONE, ShardRoot.EMPTY);
        return fixture;
    }

    private static void lose(Fixture fixture, Loss loss) throws IOException {
        String file = fixture.blockFiles().get(0);
        String folder = fixture.dataFolder();
        switch (loss) {
            case ROTTEN_BLOCK -> {
                fixture.disk.flipBit(file, 8 * 20);
                assertThatThrownBy(
                                () -> {
                                    try (ShardView view = fixture.shard.view()) {
                                        ShardReads.versions(view);
                                    }
                                })
                        .isInstanceOf(DamagedException.class);
            }
            case LOST_FILE -> {
                fixture.disk.remove(file);
                fixture.disk.forceFolder(folder);
            }
            case CUT_FILE -> fixture.disk.cut(file, fixture.disk.sizeOf(file) / 2);
            case BROKEN_DELETES -> fixture.disk.flipBit(folder + "/deletes", 8 * 40);
            case LOST_DELETES -> {
                fixture.disk.remove(folder + "/deletes");
                fixture.disk.forceFolder(folder);
            }
            case BROKEN_LOG -> fixture.disk.flipBit(fixture.segments().get(0), 8 * 60);
            case BROKEN_MANIFEST -> fixture.disk.flipBit(folder + "/manifest", 50);
            case LOST_FOLDER -> fixture.disk.remove(folder);
            case LOST_LOG -> fixture.disk.remove(fixture.logFolder());
        }
    }

    /** Also if the start that finds it is cut short in any step, and the next one finds less. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void lossTakesAllCellsBackTo0AndIsNotForgottenByAStartThatIsCutShort(Loss loss)
            throws IOException {
        boolean finished = false;
        for (long step = 1; !finished; step++) {
            Fixture fixture = settled((int) step);
            fixture.disk.crash();
            fixture.open();
            lose(fixture, loss);
            fixture.scheduler.forget();
            fixture.disk.crash();
            fixture.disk.crashAfter(step);
            try {
                fixture.open();
                finished = !fixture.disk.isOff();
            } catch (IOException e) {
                assertThat(fixture.disk.isOff()).isTrue();
            }
            fixture.crash();
            assertThat(settling(fixture).settled()).as("step " + step).isEqualTo(SettledCells.NONE);
            assertThat(fixture.shard.health()).as("step " + step).isNotEqualTo(ShardHealth.WHOLE);
            assertThat(adoptsItsFormerAnswer(fixture)).isFalse();
            if (loss != Loss.LOST_FOLDER) {
                assertThat(settling(fixture).fence()).isPresent();
            }
        }
    }

    private static boolean adoptsItsFormerAnswer(Fixture fixture) throws IOException {
        try {
            return settling(fixture).adopt(R + 1, ShardRoot.EMPTY, CellSet.NONE);
        } catch (DamagedException e) {
            return false; // the root that it has now cannot be told
        }
    }

    @Test
    void aLossIsNotedBeforeTheFileGoesEvenOnAFullDisk() throws IOException {
        Fixture fixture = settled(1);
        fixture.disk.fillUpAfter(0);
        lose(fixture, Loss.ROTTEN_BLOCK);
        assertThat(settling(fixture).settled()).isEqualTo(SettledCells.NONE);
        fixture.scheduler.runAll();
        fixture.disk.fillUpAfter(Long.MAX_VALUE);
        fixture.crash();
        assertThat(settling(fixture).settled()).isEqualTo(SettledCells.NONE);
    }

    @Test
    void afterAResetWhatOthersHaveSettledIsAdoptedAndKept() throws IOException {
        Fixture fixture = settled(2);
        ((LocalShard) fixture.shard).markMissing("a test");
        SettledCells others = SettledCells.allAt(R + 3);
        settling(fixture).adopt(others);
        fixture.shard.markWhole();
        fixture.crash();
        assertThat(settling(fixture).settled()).isEqualTo(others);
    }

    @Test
    void aFileOfSettledCellsThatIsGoneOrBrokenSaysNothingAndKeepsNobodyFromReading()
            throws IOException {
        for (boolean gone : new boolean[] {true, false}) {
            Fixture fixture = settled(3);
            fixture.engine.close();
            String path = fixture.dataFolder() + "/settled";
            if (gone) {
                fixture.disk.remove(path);
            } else {
                fixture.disk.flipBit(path, 70);
            }
            fixture.open();
            assertThat(settling(fixture).settled()).isEqualTo(SettledCells.NONE);
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
            assertThat(fixture.setAside()).hasSize(gone ? 0 : 1);
        }
    }
}

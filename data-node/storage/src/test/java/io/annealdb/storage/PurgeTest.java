package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.shard.LocalShard;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.HookedDirectory;
import io.annealdb.storage.testing.ModelShard;
import io.annealdb.storage.testing.ShardReads;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A delete goes once it has settled and nothing is left that it hides (repair.md D3). */
class PurgeTest {
    private static final SeriesKey CPU = SeriesKey.ofCanonical("cpu,host=a");
    private static final BlockFile.Observer SILENT =
            new BlockFile.Observer() {
                @Override
                public void blockRead() {}

                @Override
                public void damaged(BlockFile file, String why) {
                    throw new AssertionError(why);
                }
            };

    private static Stamp stamp(long hlc) {
        return new Stamp(hlc, 1, 1);
    }

    private static Rows row(long time, long hlc) {
        return row("a", time, hlc);
    }

    private static Rows row(String field, long time, long hlc) {
        return Rows.builder()
                .add(CPU, time, stamp(hlc), Map.of(field, new FieldValue.FloatValue(hlc)))
                .build();
    }

    private static Delete delete(long hlc, long from, long to) {
        return new Delete(stamp(hlc), new SeriesPredicate.Every(), from, to);
    }

    private static void store(Fixture fixture, Delete delete) throws IOException {
        fixture.shard.store(delete);
        fixture.model.store(delete);
    }

    /** All deletes on disk, settled or not. */
    private static Set<Delete> kept(Fixture fixture) throws IOException {
        try (PinnedFiles pinned = fixture.shard.pinFiles()) {
            return Set.copyOf(pinned.deletes());
        }
    }

    private static DigestGrid sumOfFooters(Fixture fixture) throws IOException {
        DigestGrid sum = new DigestGrid();
        int[] ids = new int[1];
        for (String path : fixture.blockFiles()) {
            sum.add(BlockFile.open(fixture.disk, path, SILENT, key -> ids[0]++).digest());
        }
        return sum;
    }

    @Test
    void aFullCompactionLeavesOneFileWhoseFooterIsTheDigestAndTheDeletesThatHaveNotSettled()
            throws IOException {
        int purged = 0;
        for (int seed = 0; seed < 30; seed++) {
            Fixture fixture = new Fixture(seed);
            for (int i = 0; i < 8; i++) {
                fixture.store(15);
                store(fixture, fixture.rows.delete(fixture.rows.anyStamp()));
                if (fixture.random.nextBoolean()) {
                    fixture.shard.flush();
                }
            }
            fixture.rows.skip(fixture.random.nextInt(70));
            int from = fixture.random.nextInt(64);
            CellSet open = CellSet.builder().addWindows(from, 63).build();
            SettledCells settled =
                    SettledCells.NONE.adopt(
                            fixture.rows.closedStamp(),
                            fixture.random.nextBoolean() ? open : CellSet.NONE);
            fixture.shard.settling().adopt(settled);
            fixture.scheduler.forget();
            int before = kept(fixture).size();
            ShardRoot root = fixture.shard.root();
            fixture.shard.compactFully();
            assertThat(fixture.blockFiles()).hasSizeLessThanOrEqualTo(1);
            assertThat(sumOfFooters(fixture).encode()).isEqualTo(fixture.shard.digest().encode());
            assertThat(fixture.shard.root()).isEqualTo(root);
            assertThat(kept(fixture))
                    .isEqualTo(Set.copyOf(fixture.model.deletesAbove(settled)))
                    .isEqualTo(Set.copyOf(fixture.shard.deletes()));
            purged += before - kept(fixture).size();
            fixture.assertHolds();
            fixture.crash();
            fixture.assertHolds();
            assertThat(kept(fixture)).isEqualTo(Set.copyOf(fixture.model.deletesAbove(settled)));
        }
        assertThat(purged).isGreaterThan(50);
    }

    @Test
    void aDeleteAboveROrOverAnOpenCellStays() throws IOException {
        Fixture fixture = new Fixture(1);
        Delete above = delete(101, 0, 9);
        Delete overOpen = delete(50, 0, 25);
        Delete settled = delete(50, 0, 9);
        List.of(above, overOpen, settled).forEach(delete -> fixture.model.store(delete));
        for (Delete delete : List.of(above, overOpen, settled)) {
            fixture.shard.store(delete);
        }
        CellSet open = CellSet.builder().addWindows(2, 2).build();
        fixture.shard.settling().adopt(SettledCells.NONE.adopt(100, open));
        fixture.shard.compactFully();
        assertThat(kept(fixture)).containsExactlyInAnyOrder(above, overOpen);
        fixture.shard.settling().adopt(SettledCells.allAt(101));
        fixture.shard.compactFully();
        assertThat(kept(fixture)).isEmpty();
        assertThat(fixture.disk.files())
                .filteredOn(path -> path.startsWith(fixture.dataFolder() + "/deletes"))
                .hasSize(1);
    }

    /** What one of two owners may have purged counts for neither. */
    @Test
    void ownersOfWhomOneHasPurgedCompareEqualUnderTheHigherOfTheirSettledCells()
            throws IOException {
        Fixture ahead = new Fixture(2);
        Fixture behind = new Fixture(3);
        for (Fixture fixture : List.of(ahead, behind)) {
            fixture.store(row(5, 10));
            store(fixture, delete(20, 0, 9));
            store(fixture, delete(200, 0, 9));
        }
        SettledCells settled = SettledCells.allAt(100);
        ahead.shard.settling().adopt(settled);
        ahead.shard.compactFully();
        assertThat(ahead.shard.root()).isNotEqualTo(behind.shard.root());
        assertThat(ahead.shard.root(SettledCells.NONE)).isEqualTo(behind.shard.root(settled));
        assertThat(behind.shard.deletesAbove(settled)).isEqualTo(ahead.shard.deletes());
        assertThat(behind.shard.deletes()).hasSize(2);
    }

    @Test
    void purgingFollowsAnAdoptionByItself() throws IOException {
        Fixture fixture = new Fixture(4);
        fixture.store(30);
        store(fixture, delete(50, 0, 300));
        fixture.scheduler.forget();
        fixture.shard.settling().adopt(SettledCells.allAt(49));
        fixture.scheduler.runAll();
        assertThat(kept(fixture)).hasSize(1);
        fixture.shard.settling().adopt(SettledCells.allAt(50));
        assertThat(kept(fixture)).as("not in the caller").hasSize(1);
        fixture.scheduler.runAll();
        assertThat(kept(fixture)).isEmpty();
        fixture.assertHolds();
    }

    /** Runs something while a purge is on its way: the next log of deletes is being written. */
    private static Fixture purging(int seed, HookedDirectory.Hook meanwhile) throws IOException {
        return purging(
                seed,
                fixture ->
                        HookedDirectory.onAppend(
                                fixture.disk, fixture.dataFolder() + "/deletes.1", meanwhile));
    }

    private static Fixture purging(int seed, Function<Fixture, Directory> hooked)
            throws IOException {
        Fixture fixture = new Fixture(seed);
        fixture.store(row(5, 10));
        store(fixture, delete(50, 0, 9));
        fixture.shard.settling().adopt(SettledCells.allAt(100));
        fixture.engine.close();
        fixture.scheduler.forget();
        fixture.engine = TestEngine.open(hooked.apply(fixture), fixture.options, fixture.scheduler);
        fixture.shard = fixture.engine.openOrCreate(TestEngine.SPEC);
        return fixture;
    }

    @Test
    void aRowThatAPurgeableDeleteHidesKeepsItWhenItComesMeanwhile() throws IOException {
        Fixture[] fixture = new Fixture[1];
        fixture[0] = purging(5, () -> fixture[0].store(row(6, 11)));
        fixture[0].shard.compactFully();
        assertThat(kept(fixture[0])).hasSize(1);
        fixture[0].assertHolds();
        fixture[0].crash();
        fixture[0].assertHolds();
        fixture[0].shard.compactFully();
        assertThat(kept(fixture[0])).isEmpty();
        fixture[0].assertHolds();
    }

    @Test
    void aDeleteThatComesMeanwhileGoesAlong() throws IOException {
        Fixture[] fixture = new Fixture[1];
        Delete late = delete(300, 0, 20);
        fixture[0] = purging(6, () -> store(fixture[0], late));
        fixture[0].store(row(12, 150));
        fixture[0].shard.compactFully();
        assertThat(kept(fixture[0])).containsExactly(late);
        fixture[0].assertHolds();
        fixture[0].crash();
        assertThat(kept(fixture[0])).containsExactly(late);
        fixture[0].assertHolds();
    }

    /** After the next crash either manifest may be the one. */
    @Test
    void aSwitchThatMayHaveHappenedRefusesDeletesUntilTheNextStart() throws IOException {
        Set<Integer> found = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Fixture fixture =
                    purging(
                            seed,
                            of ->
                                    HookedDirectory.afterRename(
                                            of.disk,
                                            of.dataFolder() + "/manifest",
                                            () -> {
                                                throw new IOException("a test");
                                            }));
            assertThatThrownBy(fixture.shard::compactFully).hasMessage("a test");
            assertThatThrownBy(() -> fixture.shard.store(delete(300, 0, 9)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("restart the node");
            fixture.store(row(12, 150));
            fixture.assertHolds();
            fixture.crash();
            fixture.assertHolds();
            assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
            found.add(kept(fixture).size());
            store(fixture, delete(300, 0, 20));
            fixture.shard.compactFully();
            assertThat(kept(fixture)).hasSize(1);
            fixture.assertHolds();
        }
        assertThat(found).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void whatIsLostMeanwhileKeepsAllDeletes() throws IOException {
        Fixture[] fixture = new Fixture[1];
        fixture[0] = purging(7, () -> ((LocalShard) fixture[0].shard).markMissing("a test"));
        fixture[0].shard.compactFully();
        assertThat(kept(fixture[0])).hasSize(1);
    }

    @Test
    void noDeleteGoesWhileFilesOfAnotherOwnerComeIn() throws IOException {
        Fixture source = new Fixture(8);
        source.store(row(5, 10));
        Fixture fixture = new Fixture(9);
        store(fixture, delete(50, 0, 9));
        fixture.shard.settling().adopt(SettledCells.allAt(100));
        try (PinnedFiles pinned = source.shard.pinFiles();
                FileIntake intake = fixture.shard.receiveFiles()) {
            PinnedFiles.PinnedFile file = pinned.files().get(0);
            intake.append(file, 0, pinned.read(file, 0, (int) file.bytes()));
            fixture.shard.compactFully();
            intake.finish(file);
            intake.commit();
        }
        assertThat(kept(fixture)).hasSize(1);
        assertThat(fixture.shard.digest().total().values()).isZero();
        fixture.shard.compactFully();
        assertThat(kept(fixture)).isEmpty();
        assertThat(fixture.shard.digest().total().values()).isZero();
    }

    @Test
    void aFullDiskKeepsAPurgeFromHappeningAndNothingElse() throws IOException {
        boolean done = false;
        for (long room = 0; !done; room += 40) {
            Fixture fixture = new Fixture(room);
            fixture.store(40);
            fixture.rows.skip(100);
            for (long hlc = 1_000; hlc < 1_020; hlc++) {
                store(fixture, delete(hlc, hlc - 1_000, hlc - 990));
            }
            fixture.shard.flush();
            fixture.shard.settling().adopt(SettledCells.allAt(1_019));
            fixture.scheduler.forget();
            fixture.disk.fillUpAfter(room);
            try {
                fixture.shard.compactFully();
                done = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
            fixture.disk.fillUpAfter(Long.MAX_VALUE);
            assertThat(fixture.blockFiles()).as("no room is lost").hasSize(1);
            store(fixture, fixture.rows.delete(fixture.rows.nextStamp()));
            fixture.assertHolds();
            fixture.crash();
            fixture.assertHolds();
            assertThat(kept(fixture)).hasSize(done ? 1 : 21);
        }
    }

    @Test
    void valuesAreForgottenEachByItsStampAndWhatStandsBesideThemStays() throws IOException {
        for (int seed = 0; seed < 4; seed++) {
            Fixture fixture = new Fixture(seed);
            for (int i = 0; i < 4; i++) {
                fixture.store(25);
                fixture.shard.flush();
            }
            fixture.store(20);
            Set<ModelShard.Place> gone =
                    fixture.model.visible().keySet().stream()
                            .filter(place -> fixture.random.nextInt(3) == 0)
                            .collect(Collectors.toSet());
            Rows values = fixture.model.visibleRows(gone::contains);
            ShardReads.forget(
                    fixture.shard, values.stamped(stamp(5))); // nothing stands under that stamp
            fixture.assertHolds();
            ShardReads.forget(fixture.shard, values);
            gone.forEach(fixture.model::forget);
            fixture.assertHolds();
            fixture.crash();
            fixture.assertHolds();
            assertThat(fixture.shard.deletes()).as("no record of it").isEmpty();
        }
    }

    @Test
    void aValueIsForgottenIfAllWitnessesNameItHoweverOftenTheyAreHeard() throws IOException {
        Fixture fixture = new Fixture(11);
        fixture.store(60);
        fixture.shard.flush();
        fixture.store(20);
        Set<ModelShard.Place> all = fixture.model.visible().keySet();
        List<Set<ModelShard.Place>> named =
                Stream.generate(
                                () ->
                                        all.stream()
                                                .filter(place -> fixture.random.nextInt(4) > 0)
                                                .collect(Collectors.toSet()))
                        .limit(3)
                        .toList();
        Set<ModelShard.Place> gone =
                all.stream()
                        .filter(place -> named.stream().allMatch(each -> each.contains(place)))
                        .collect(Collectors.toSet());
        try (Forgetting forgetting = fixture.shard.forgetting(3)) {
            for (int witness = 0; witness < 3; witness++) {
                Set<ModelShard.Place> its = named.get(witness);
                Rows values = fixture.model.visibleRows(its::contains);
                for (int row = 0; row < values.size(); row++) { // more than files may be open
                    int at = row;
                    forgetting.add(witness, values.where(each -> each == at));
                }
            }
            fixture.assertHolds();
            assertThat(forgetting.commit(RewritePace.FREE))
                    .isEqualTo(
                            gone.stream()
                                    .map(place -> place.series() + " " + place.time())
                                    .distinct()
                                    .count());
        }
        assertThat(gone).hasSizeGreaterThan(65);
        gone.forEach(fixture.model::forget);
        fixture.assertHolds();
        fixture.crash();
        fixture.assertHolds();
        assertThat(fixture.disk.files()).noneMatch(path -> path.contains(".tmp"));
    }

    @Test
    void ifOneWitnessNamesNothingNothingIsRewritten() throws IOException {
        Fixture fixture = new Fixture(12);
        fixture.store(row(5, 10));
        fixture.shard.flush();
        List<String> before = fixture.blockFiles();
        try (Forgetting forgetting = fixture.shard.forgetting(2)) {
            forgetting.add(0, row(5, 10));
            assertThat(forgetting.commit(RewritePace.FREE)).isZero();
        }
        assertThat(fixture.blockFiles()).isEqualTo(before);
    }

    @Test
    void aForgettingThatItsPaceEndsOrThatACrashCutsShortHasForgottenNothing() throws IOException {
        Fixture fixture = new Fixture(13);
        fixture.store(row(5, 10));
        try (Forgetting forgetting = fixture.shard.forgetting(1)) {
            forgetting.add(0, row(5, 10));
            assertThatThrownBy(
                            () ->
                                    forgetting.commit(
                                            (values, bytes) -> {
                                                throw new IOException("cancelled");
                                            }))
                    .hasMessage("cancelled");
        }
        fixture.assertHolds();
        fixture.shard.forgetting(1).add(0, row(5, 10));
        fixture.crash();
        fixture.assertHolds();
        assertThat(fixture.disk.files()).noneMatch(path -> path.contains(".tmp"));
    }

    @Test
    void anOverwrittenValueDoesNotComeBackWhenItsSuccessorIsForgotten() throws IOException {
        Fixture fixture = new Fixture(10);
        fixture.store(row(5, 10));
        fixture.shard.flush();
        fixture.store(row(5, 20));
        fixture.store(row("b", 5, 15));
        ShardReads.forget(fixture.shard, row(5, 20));
        try (ShardView view = fixture.shard.view()) {
            assertThat(ShardReads.versions(view).values())
                    .containsExactly(
                            new ModelShard.Version(stamp(15), new FieldValue.FloatValue(15)));
        }
        fixture.shard.store(row(5, 12));
        assertThat(fixture.shard.digest().total().values()).isEqualTo(2);
    }

    @Test
    void deletesForShardsToComeGoOnceAllNodesHaveClosedThem() throws IOException {
        Fixture fixture = new Fixture(11);
        for (long hlc : new long[] {10, 20, 30}) {
            fixture.engine.keepForNewShards("nab", delete(hlc, 0, 9));
        }
        fixture.engine.forgetKeptDeletes("nab", 20);
        fixture.crash();
        assertThat(fixture.engine.openOrCreate(TestEngine.spec(8)).deletes())
                .containsExactly(delete(30, 0, 9));
        fixture.engine.keepForNewShards("nab", delete(40, 0, 9));
        fixture.engine.forgetKeptDeletes("nab", 30);
        fixture.crash();
        assertThat(fixture.engine.openOrCreate(TestEngine.spec(9)).deletes())
                .containsExactly(delete(40, 0, 9));
    }

    @Test
    void allGenerationsOfDeletesAreJoinedIfNoManifestSaysWhichCounts() throws IOException {
        Fixture fixture = new Fixture(12);
        fixture.store(30);
        store(fixture, delete(50, 0, 300));
        fixture.shard.settling().adopt(SettledCells.allAt(100));
        fixture.shard.compactFully();
        store(fixture, delete(2_000, 100, 200));
        fixture.engine.close();
        fixture.disk.flipBit(fixture.dataFolder() + "/manifest", 50);
        fixture.open();
        assertThat(fixture.shard.deletes()).containsExactly(delete(2_000, 100, 200));
        assertThat(fixture.shard.digest().total()).isEqualTo(fixture.model.root().content());
    }
}

package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.storage.shard.LocalShard;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.RandomRows;
import io.annealdb.storage.testing.ShardReads;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The power goes in every call that changes or forces something, in turn. */
class CrashTest {
    private interface Work {
        void run(Fixture fixture) throws IOException;
    }

    /** Crashes in each step of the work in turn; afterwards all that was acknowledged is there. */
    private static void crashInEachStep(Work before, Work work) throws IOException {
        boolean finished = false;
        for (long step = 1; !finished; step++) {
            Fixture fixture = new Fixture(step);
            before.run(fixture);
            fixture.disk.crashAfter(step);
            try {
                work.run(fixture);
                finished = !fixture.disk.isOff();
            } catch (IOException e) {
                assertThat(fixture.disk.isOff()).as("step " + step).isTrue();
            }
            fixture.crash();
            assertThat(fixture.shard.health()).as("step " + step).isEqualTo(ShardHealth.WHOLE);
            fixture.assertHolds();
            assertThat(fixture.disk.files()).noneMatch(path -> path.endsWith(".tmp"));
            assertThat(fixture.setAside()).isEmpty();
            fixture.store(10);
            fixture.shard.flush();
            fixture.restart();
            fixture.assertHolds();
        }
    }

    private static void someRows(Fixture fixture) throws IOException {
        fixture.store(50);
        Delete delete = fixture.rows.delete(fixture.rows.anyStamp());
        fixture.shard.store(delete);
        fixture.model.store(delete);
    }

    @Test
    void aFlushMayBeCutShortAnywhere() throws IOException {
        crashInEachStep(CrashTest::someRows, fixture -> fixture.shard.flush());
    }

    @Test
    void aCompactionMayBeCutShortAnywhere() throws IOException {
        crashInEachStep(
                fixture -> {
                    for (int i = 0; i < 10; i++) {
                        someRows(fixture);
                        fixture.shard.flush();
                    }
                    fixture.scheduler.forget();
                },
                fixture -> ((LocalShard) fixture.shard).compact());
    }

    /** Rows and deletes in files and cache, of which about half of the deletes have settled. */
    private static void someSettled(Fixture fixture) throws IOException {
        for (int i = 0; i < 6; i++) {
            someRows(fixture);
            if (i % 2 == 0) {
                fixture.shard.flush();
            }
        }
        fixture.rows.skip(30);
        fixture.shard.settling().adopt(SettledCells.allAt(fixture.rows.closedStamp()));
        for (int i = 0; i < 3; i++) {
            someRows(fixture);
        }
        fixture.scheduler.forget();
    }

    @Test
    void aPurgeMayBeCutShortAnywhere() throws IOException {
        crashInEachStep(
                CrashTest::someSettled,
                fixture -> {
                    fixture.shard.compactFully();
                    assertThat(fixture.shard.highestStamp()).isNotEqualTo(Stamp.NONE);
                });
    }

    @Test
    void aStartAfterAPurgeMayBeCutShortAnywhere() throws IOException {
        crashInEachStep(
                fixture -> {
                    someSettled(fixture);
                    fixture.shard.compactFully();
                    someRows(fixture);
                    fixture.disk.crash();
                },
                fixture -> fixture.open());
    }

    @Test
    void theForgettingOfValuesMayBeCutShortAnywhere() throws IOException {
        boolean finished = false;
        for (long step = 1; !finished; step++) {
            Fixture fixture = new Fixture(step);
            someSettled(fixture);
            ShardRoot before = fixture.model.root(fixture.shard.settling().settled());
            Rows everything = fixture.model.visibleRows(place -> true);
            fixture.disk.crashAfter(step);
            try {
                ShardReads.forget(fixture.shard, everything);
                finished = !fixture.disk.isOff();
            } catch (IOException e) {
                assertThat(fixture.disk.isOff()).isTrue();
            }
            fixture.crash();
            ShardRoot after = new ShardRoot(CellDigest.EMPTY, before.deletes());
            assertThat(fixture.shard.root()).isIn(before, after);
            assertThat(finished && !fixture.shard.root().equals(after)).isFalse();
        }
    }

    @Test
    void aStopMayBeCutShortAnywhere() throws IOException {
        crashInEachStep(CrashTest::someRows, fixture -> fixture.engine.close());
    }

    @Test
    void aStartMayBeCutShortAnywhere() throws IOException {
        crashInEachStep(
                fixture -> {
                    someRows(fixture);
                    fixture.shard.flush();
                    someRows(fixture);
                    fixture.disk.crash();
                },
                fixture -> fixture.open());
    }

    @Test
    void aMakingOfAShardMayBeCutShortAnywhere() throws IOException {
        boolean finished = false;
        for (long step = 1; !finished; step++) {
            Fixture fixture = new Fixture(step);
            ShardSpec other = TestEngine.spec(8);
            fixture.disk.crashAfter(step);
            try {
                fixture.engine.openOrCreate(other);
                finished = !fixture.disk.isOff();
            } catch (IOException e) {
                assertThat(fixture.disk.isOff()).isTrue();
            }
            fixture.crash();
            Shard made = fixture.engine.openOrCreate(other);
            assertThat(made.health()).as("step " + step).isEqualTo(ShardHealth.WHOLE);
            made.store(fixture.rows.mixed(3));
        }
    }

    /** A write whose answer never came may be there or not, a whole batch either way. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aWriteCutShortIsThereWhollyOrNotAtAll(long seed) throws IOException {
        Fixture fixture = new Fixture(seed);
        for (int round = 0; round < 15; round++) {
            fixture.store(5);
            Rows pending = fixture.rows.mixed(8);
            fixture.disk.crashAfter(1 + fixture.random.nextInt(4));
            boolean answered = false;
            try {
                fixture.shard.store(pending);
                answered = true;
            } catch (IOException e) {
                assertThat(fixture.disk.isOff()).isTrue();
            }
            fixture.crash();
            var without = fixture.model.root();
            fixture.model.store(pending);
            Set<Object> allowed = new HashSet<>();
            allowed.add(fixture.model.root());
            if (!answered) {
                allowed.add(without);
            }
            assertThat(allowed).contains(fixture.shard.root());
            fixture.store(pending);
            ShardReads.assertHolds(fixture.shard, fixture.model, RandomRows.FIELDS);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    static LongStream campaignSeeds() {
        return LongStream.range(100, 3_000);
    }

    @ParameterizedTest
    @MethodSource("campaignSeeds")
    @Tag("campaign")
    void aWriteCutShortIsThereWhollyOrNotAtAllForLong(long seed) throws IOException {
        aWriteCutShortIsThereWhollyOrNotAtAll(seed);
    }

    @Test
    void aFullDiskRefusesAndLosesNothing() throws IOException {
        Fixture fixture = new Fixture(3);
        fixture.store(40);
        for (long room = 0; room < 2_000; room += 97) {
            fixture.disk.fillUpAfter(room);
            Rows refused = fixture.rows.mixed(200);
            assertThatThrownBy(() -> fixture.shard.store(refused)).isInstanceOf(IOException.class);
            try {
                fixture.shard.flush();
            } catch (IOException e) {
                // the flush needs room as well
            }
            fixture.disk.fillUpAfter(Long.MAX_VALUE);
            fixture.store(refused);
        }
        fixture.assertHolds();
        fixture.shard.flush();
        fixture.assertHolds();
        fixture.crash();
        fixture.assertHolds();
        assertThat(fixture.shard.health()).isEqualTo(ShardHealth.WHOLE);
    }

    @Test
    void aWriteIsForcedBeforeItIsAcknowledged() throws IOException {
        Fixture fixture = new Fixture(4);
        long before = fixture.disk.syncs();
        fixture.store(1);
        assertThat(fixture.disk.syncs()).isEqualTo(before + 1);
    }
}

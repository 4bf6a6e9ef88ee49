package io.annealdb.storage.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Delete;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.storage.testing.Fixture;
import io.annealdb.storage.testing.HookedDirectory;
import io.annealdb.storage.testing.HookedDirectory.Hook;
import io.annealdb.storage.testing.TestEngine;
import java.io.IOException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What else a shard does while all its files are merged into one. */
class MergeTest {
    private Fixture fixture;

    private LocalShard shard() {
        return (LocalShard) fixture.shard;
    }

    /** Several files and settled deletes; the hook runs when the merged file is begun. */
    private void filled(int seed, Hook meanwhile) throws IOException {
        fixture = new Fixture(seed);
        for (int i = 0; i < 4; i++) {
            fixture.store(15);
            change();
            fixture.shard.flush();
        }
        fixture.shard.settling().adopt(SettledCells.allAt(fixture.rows.closedStamp()));
        fixture.engine.close();
        fixture.scheduler.forget();
        fixture.engine =
                TestEngine.open(
                        HookedDirectory.onBlockFile(fixture.disk, meanwhile),
                        fixture.options,
                        fixture.scheduler);
        fixture.shard = fixture.engine.openOrCreate(TestEngine.SPEC);
    }

    private void change() throws IOException {
        Delete delete = fixture.rows.delete(fixture.rows.anyStamp());
        fixture.shard.store(delete);
        fixture.model.store(delete);
    }

    @Test
    void whatIsFlushedMeanwhileIsThereAndSubjectToEveryDelete() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            filled(
                    seed,
                    () -> {
                        fixture.store(5);
                        change();
                        fixture.shard.flush();
                        change();
                        fixture.store(5);
                        fixture.shard.flush();
                    });
            fixture.shard.compactFully();
            change();
            fixture.assertHolds();
            fixture.crash();
            fixture.assertHolds();
            fixture.shard.compactFully();
            fixture.assertHolds();
        }
    }

    @Test
    void aFlushWaitsForNoMerge() throws IOException {
        boolean[] flushed = {false};
        filled(
                1,
                () -> {
                    fixture.store(5);
                    FutureTask<Void> flush =
                            new FutureTask<>(
                                    () -> {
                                        fixture.shard.flush();
                                        return null;
                                    });
                    new Thread(flush).start();
                    try {
                        flush.get(60, TimeUnit.SECONDS);
                        flushed[0] = true;
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                });
        fixture.shard.compactFully();
        assertThat(flushed[0]).isTrue();
        fixture.assertHolds();
    }

    @Test
    void aStopWaitsForNoMergeAndLosesNothing() throws Exception {
        FutureTask<Void> stop =
                new FutureTask<>(
                        () -> {
                            fixture.engine.close();
                            return null;
                        });
        Thread stopping = new Thread(stop);
        filled(
                2,
                () -> {
                    stopping.start();
                    while (!shard().merging.hasQueuedThread(stopping) && !stop.isDone()) {
                        Thread.onSpinWait();
                    }
                });
        assertThatThrownBy(() -> fixture.shard.compactFully()).hasMessageContaining("closed");
        stop.get();
        fixture.scheduler.forget();
        fixture.open();
        fixture.assertHolds();
    }
}

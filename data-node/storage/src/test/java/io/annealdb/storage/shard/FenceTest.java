package io.annealdb.storage.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import io.annealdb.storage.Fence;
import io.annealdb.storage.FreshOutcome;
import io.annealdb.storage.LateOutcome;
import io.annealdb.storage.testing.Fixture;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A batch that is on its way into a shard while a fence is set (repair.md R2). */
class FenceTest {
    private static final long R = 2_000;
    private static final Fence FENCE = new Fence("ring-1", R, 1);
    private static final Stamp BELOW = new Stamp(R - 1, 1, 1);
    private static final Delete DELETE = new Delete(BELOW, new SeriesPredicate.Every(), 0, 9);

    private final Fixture fixture;
    private final LocalShard shard;

    FenceTest() throws IOException {
        fixture = new Fixture(1);
        shard = (LocalShard) fixture.shard;
    }

    /** The fence is set when the batch has done all that it does before it has the lock. */
    private <T> T fencedMeanwhile(Callable<T> batch) throws Exception {
        FutureTask<T> task = new FutureTask<>(batch);
        Thread thread = new Thread(task);
        shard.lock.lock();
        try {
            thread.start();
            while (!shard.lock.hasQueuedThread(thread) && !task.isDone()) {
                Thread.onSpinWait();
            }
            shard.settling().fence(FENCE);
        } finally {
            shard.lock.unlock();
        }
        return task.get();
    }

    @Test
    void nothingThatComesLateSlipsInBelowAFenceThatIsBeingSet() throws Exception {
        assertThat(fencedMeanwhile(() -> shard.storeLate(fixture.rows.scattered(3, BELOW, false))))
                .isEqualTo(new LateOutcome.Fenced(FENCE));
        assertThat(fencedMeanwhile(() -> shard.storeLate(DELETE)))
                .isEqualTo(new LateOutcome.Fenced(FENCE));
        assertThat(shard.rowCount()).isZero();
        assertThat(shard.deletes()).isEmpty();
    }

    @Test
    void norDoesAFreshBatch() throws Exception {
        assertThat(fencedMeanwhile(() -> shard.writeFresh(fixture.rows.scattered(3, BELOW, false))))
                .isEqualTo(new FreshOutcome.Shadowed(R));
        assertThat(fencedMeanwhile(() -> shard.deleteFresh(DELETE)))
                .isEqualTo(new FreshOutcome.Shadowed(R));
        assertThat(shard.rowCount()).isZero();
    }
}

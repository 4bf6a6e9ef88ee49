package io.annealdb.storage.testing;

import io.annealdb.points.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Runs what was asked for soon when the test says so, in the test's thread; no clock. */
public final class StepScheduler implements Scheduler {
    private final Deque<Runnable> soon = new ArrayDeque<>();

    @Override
    public Task after(Duration delay, Runnable task) {
        return () -> {};
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        return () -> {};
    }

    @Override
    public void execute(Runnable task) {
        soon.add(task);
    }

    /** Runs all that waits, and what that asks for. */
    public void runAll() {
        for (Runnable next = soon.poll(); next != null; next = soon.poll()) {
            next.run();
        }
    }

    /** Forgets what waits, as a crash does. */
    public void forget() {
        soon.clear();
    }
}

package io.annealdb.meta.client;

import io.annealdb.points.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs what is due when the test says so. */
final class ManualScheduler implements Scheduler {
    record Waiting(Duration delay, Runnable task) {}

    final List<Waiting> waiting = new ArrayList<>();

    @Override
    public Task after(Duration delay, Runnable task) {
        Waiting entry = new Waiting(delay, task);
        waiting.add(entry);
        return () -> waiting.remove(entry);
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        return after(delay, task);
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    void runNext() {
        waiting.remove(0).task().run();
    }
}

package io.annealdb.meta;

import io.annealdb.points.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler of two threads. */
final class ThreadScheduler implements Scheduler, AutoCloseable {
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(2);

    ThreadScheduler() {
        threads.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        var future = threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        var future =
                threads.scheduleWithFixedDelay(
                        task, delay.toNanos(), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

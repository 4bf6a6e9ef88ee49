package io.annealdb.meta;

import io.annealdb.points.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler of two threads, whose time runs ten times as fast as a clock's. */
final class ThreadScheduler implements Scheduler, AutoCloseable {
    private static final int SPEED = 10;

    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(2);

    ThreadScheduler() {
        threads.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        var future = threads.schedule(task, delay.toNanos() / SPEED, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        long nanos = delay.toNanos() / SPEED;
        var future = threads.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
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

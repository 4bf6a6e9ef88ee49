package io.annealdb.data.node;

import io.annealdb.points.time.Scheduler;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real time and real threads: one thread that watches the time, as many workers as there is work,
 * so that a task may block. A task that fails is logged; one that repeats goes on.
 */
public final class ThreadScheduler implements Scheduler, Executor, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadScheduler.class);

    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService workers;

    /**
     * @param name before the number of each thread
     */
    public ThreadScheduler(String name) {
        timer = new ScheduledThreadPoolExecutor(1, threads(name + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
        workers = Executors.newCachedThreadPool(threads(name + "-worker"));
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> planned =
                    timer.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> planned.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {}; // the node stops
        }
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        Repeating repeating = new Repeating(delay, task);
        repeating.plan();
        return repeating;
    }

    private final class Repeating implements Task {
        private final Duration delay;
        private final Runnable task;
        private volatile boolean cancelled;
        private volatile Task next = () -> {};

        Repeating(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        void plan() {
            if (!cancelled) {
                next = after(delay, this::run);
            }
        }

        private void run() {
            if (!cancelled) {
                try {
                    task.run();
                } finally {
                    plan();
                }
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            next.cancel();
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(
                    () -> {
                        try {
                            task.run();
                        } catch (RuntimeException | Error e) {
                            LOG.error("a background task failed", e);
                        }
                    });
        } catch (RejectedExecutionException e) {
            LOG.debug("not run, since the node stops: {}", task);
        }
    }

    /** Plans nothing more, and gives running tasks a moment to end. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(3, TimeUnit.SECONDS)) {
                workers.shutdownNow();
                workers.awaitTermination(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

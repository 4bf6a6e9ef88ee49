package io.annealdb.cli.node;

import io.annealdb.points.time.Scheduler;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler of a node: one thread keeps time, as many as are needed run tasks, which may block.
 * After {@link #close} nothing begins any more.
 */
public final class PlatformScheduler implements Scheduler, Closeable {
    private static final Logger log = LoggerFactory.getLogger(PlatformScheduler.class);

    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService workers;

    /**
     * @param name begins the names of its threads
     */
    public PlatformScheduler(String name) {
        timer = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
        workers = Executors.newCachedThreadPool(daemons(name + "-task"));
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger made = new AtomicInteger();
        // A node's threads are those of its group, whoever has them made.
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return work -> {
            Thread thread = new Thread(group, work, name + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        return scheduled(delay, () -> execute(task));
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        Repeated repeated = new Repeated(delay, task);
        repeated.scheduleNext();
        return repeated;
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(() -> run(task));
        } catch (RejectedExecutionException closed) {
            log.debug("the node stops: a task is not run any more");
        }
    }

    private Task scheduled(Duration delay, Runnable hand) {
        try {
            Future<?> future = timer.schedule(hand, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    /** A task that fails must not end what comes after it. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("a background task failed; this is a bug, please report it", e);
        }
    }

    private final class Repeated implements Task {
        private final Duration delay;
        private final Runnable task;
        private volatile boolean cancelled;

        Repeated(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        void scheduleNext() {
            if (!cancelled) {
                after(delay, this::runOnce);
            }
        }

        private void runOnce() {
            if (!cancelled) {
                PlatformScheduler.run(task);
                scheduleNext();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }
}

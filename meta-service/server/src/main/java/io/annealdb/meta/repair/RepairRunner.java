package io.annealdb.meta.repair;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.image.ClosedStamps;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.meta.log.Leadership;
import io.annealdb.meta.log.RaftLog;
import io.annealdb.points.time.Scheduler;
import io.annealdb.repair.compare.Sleeper;
import io.annealdb.repair.coordinator.CoordinatorTimes;
import io.annealdb.repair.coordinator.JournalUnavailableException;
import io.annealdb.repair.coordinator.RepairCoordinator;
import io.annealdb.repair.job.JobState;
import io.annealdb.wire.Channels;
import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the repair jobs that the log names while this node leads, a thread each, as many as {@link
 * JobQueue} lets; stops at once when it does not, and the next leader goes on at the hop where each
 * stood.
 */
public final class RepairRunner implements Leadership.Listener, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RepairRunner.class);
    private static final int OPERATOR_JOBS_MAX = 2;
    private static final long CLOSE_MILLIS_MAX = 2_000;

    /** A hop notices within a tenth of a second that it is to stop. */
    private static final long STOP_MILLIS_MAX = 1_500;

    /** A look that waits for no event, in case a job was given up for a reason that has passed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RaftLog log;
    private final RaftJournal journal;
    private final RepairCoordinator coordinator;
    private final LiveProgress progress;
    private final Scheduler scheduler;
    private final String name;

    /** A job, as it was when its thread began. */
    private record Running(RepairJobInfo job, Thread thread) {}

    // Under this object's lock. A job stays here until its thread has ended, also when this node
    // leads no more: so no job has two threads.
    private final Map<Long, Running> running = new TreeMap<>();
    private Scheduler.Task looking;
    private boolean leads;
    private boolean closed;

    public RepairRunner(
            RaftLog log,
            LiveProgress progress,
            ClosedStamps closed,
            Channels channels,
            InstantSource clock,
            Scheduler scheduler,
            MetricRegistry metrics,
            String name) {
        this.log = log;
        this.progress = progress;
        this.scheduler = scheduler;
        this.journal = new RaftJournal(log, clock);
        this.coordinator =
                new RepairCoordinator(
                        new DataNodeOwners(channels, log::image, clock),
                        new ImageOwners(log::image, closed),
                        journal,
                        progress,
                        Sleeper.THREAD,
                        CoordinatorTimes.DEFAULT);
        this.name = name;
        metrics.register("repair.jobs.running", (Gauge<Integer>) this::runningNow);
    }

    private synchronized int runningNow() {
        return running.size();
    }

    @Override
    public synchronized void gained() {
        if (closed) {
            return;
        }
        leads = true;
        looking = scheduler.every(LOOK, this::look);
        scheduler.execute(this::look);
    }

    @Override
    public synchronized void lost() {
        leads = false;
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
        running.values().forEach(each -> each.thread().interrupt());
    }

    /** Hears of each image; does not block. */
    public void heard(ClusterImage image) {
        if (image.repairs().stream().anyMatch(JobQueue::wantsToRun)) {
            scheduler.execute(this::look);
        }
    }

    private synchronized void look() {
        if (!leads) {
            return;
        }
        ClusterImage image = log.image();
        JobQueue queue = new JobQueue(OPERATOR_JOBS_MAX, image.repairConfig().maxConcurrent());
        List<RepairJobInfo> busy = running.values().stream().map(Running::job).toList();
        for (RepairJobInfo job : queue.startable(image.repairs(), busy)) {
            Thread thread =
                    new Thread(() -> run(job.id(), job.name()), name + "-repair-" + job.name());
            thread.setDaemon(true);
            running.put(job.id(), new Running(job, thread));
            thread.start();
        }
    }

    /**
     * Returns once no hop runs here of a job that was cancelled or paused, or after a moment: so
     * that such a command is in force when it is answered.
     */
    public synchronized void awaitStopped() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS_MAX);
        while (running.keySet().stream().anyMatch(this::isStopping)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    private boolean isStopping(long id) {
        return log.image().repair(id).filter(JobQueue::wantsToRun).isEmpty();
    }

    private void run(long id, String job) {
        try {
            coordinator.run(id);
        } catch (JournalUnavailableException e) {
            LOG.info("{} waits for the next leader: {}", job, e.getMessage());
        } catch (InterruptedException e) {
            LOG.info("{} waits for the next leader.", job);
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted() && log.leads()) {
                LOG.error("{} failed on an error that is ours.", job, e);
                fail(id, job, e);
            }
        } finally {
            progress.forget(id);
            ended(id);
        }
    }

    private void fail(long id, String job, RuntimeException cause) {
        try {
            journal.changeState(id, JobState.FAILED, "a bug: " + cause);
        } catch (JournalUnavailableException e) {
            LOG.info("{} waits for the next leader: {}", job, e.getMessage());
        }
    }

    private synchronized void ended(long id) {
        running.remove(id);
        notifyAll();
        if (leads) {
            scheduler.execute(this::look);
        }
    }

    /** Stops the jobs' threads, and waits a moment for them. */
    @Override
    public void close() {
        List<Thread> stopping;
        synchronized (this) {
            closed = true;
            lost();
            stopping = running.values().stream().map(Running::thread).toList();
        }
        for (Thread thread : stopping) {
            try {
                thread.join(CLOSE_MILLIS_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

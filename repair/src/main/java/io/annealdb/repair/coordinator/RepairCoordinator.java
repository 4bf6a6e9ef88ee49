package io.annealdb.repair.coordinator;

import io.annealdb.repair.compare.Sleeper;
import io.annealdb.repair.job.RepairJob;
import java.time.Duration;

/**
 * Drives repair jobs, at the meta leader. Synchronous: it waits in the calls that were passed in
 * and nowhere else. Jobs may be driven by several threads, each by one.
 */
public final class RepairCoordinator {
    private final Owners owners;
    private final ShardOwners shards;
    private final JobJournal journal;
    private final JobListener listener;
    private final Sleeper sleeper;
    private final CoordinatorTimes times;

    public RepairCoordinator(
            Owners owners,
            ShardOwners shards,
            JobJournal journal,
            JobListener listener,
            Sleeper sleeper,
            CoordinatorTimes times) {
        this.owners = owners;
        this.shards = shards;
        this.journal = journal;
        this.listener = listener;
        this.sleeper = sleeper;
        this.times = times;
    }

    /** Takes a job up, or carries it on where another leader left it; goes no step yet. */
    public JobRun begin(long jobId) {
        Duration pause = times.gatherPause();
        long gatherBytes = journal.job(jobId).map(RepairJob::gatherBytes).orElse(0L);
        RootGatherer gatherer = new RootGatherer(owners, sleeper, pause, gatherBytes);
        HopRunner runner = new HopRunner(owners, journal, listener, times);
        return new JobRun(
                jobId,
                shards,
                journal,
                gatherer,
                repair ->
                        new ShardRing(
                                owners, shards, journal, runner, gatherer, sleeper, times, jobId,
                                repair));
    }

    /**
     * Runs a job until it is done, failed, cancelled or paused.
     *
     * @throws JournalUnavailableException if this node leads no more
     * @throws InterruptedException if the node stops; the next leader goes on
     */
    public void run(long jobId) throws JournalUnavailableException, InterruptedException {
        JobRun run = begin(jobId);
        while (run.step()) {}
    }
}

package io.annealdb.repair.coordinator;

import io.annealdb.repair.compare.Sleeper;
import io.annealdb.repair.job.RepairJob;
import java.util.Optional;

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
        Optional<RepairJob> job = journal.job(jobId);
        String repairId = job.map(RepairJob::name).orElse("");
        RingEnds ends = new RingEnds(repairId, owners);
        Certifier certifier = new Certifier(repairId, shards, journal, listener);
        long gatherBytes = job.map(RepairJob::gatherBytes).orElse(0L);
        return new JobRun(
                new RingTools(
                        jobId,
                        owners,
                        shards,
                        journal,
                        new HopRunner(owners, journal, listener, times),
                        new RootGatherer(owners, ends, sleeper, times.gatherPause(), gatherBytes),
                        new EqualShards(shards, journal, certifier, ends),
                        certifier,
                        ends,
                        new JobPromise(jobId, shards, journal, times.hopTimeout()),
                        sleeper,
                        times));
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

package io.annealdb.repair.coordinator;

import io.annealdb.repair.compare.Sleeper;
import java.time.InstantSource;

/** Drives repair jobs, at the meta leader. */
public final class RepairCoordinator {
    private final Owners owners;
    private final ShardOwners shards;
    private final JobJournal journal;
    private final JobListener listener;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final CoordinatorTimes times;

    public RepairCoordinator(
            Owners owners,
            ShardOwners shards,
            JobJournal journal,
            JobListener listener,
            InstantSource clock,
            Sleeper sleeper,
            CoordinatorTimes times) {
        this.owners = owners;
        this.shards = shards;
        this.journal = journal;
        this.listener = listener;
        this.clock = clock;
        this.sleeper = sleeper;
        this.times = times;
    }

    /**
     * Runs a job until it is done, failed, cancelled or paused; a job that another leader began is
     * carried on.
     *
     * @throws JournalUnavailableException if this node leads no more
     * @throws InterruptedException if the node stops; the next leader goes on
     */
    public void run(long jobId) throws JournalUnavailableException, InterruptedException {
        while (step(jobId)) {}
    }

    /** One step of a job, a hop at most; false if nothing is left to do for now. */
    public boolean step(long jobId) throws JournalUnavailableException, InterruptedException {
        throw new UnsupportedOperationException(
                "" + owners + shards + journal + listener + clock + sleeper + times);
    }
}

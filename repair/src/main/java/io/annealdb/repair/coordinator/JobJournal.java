package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The durable records of jobs, in the Raft log. A change that returns is committed, and {@link
 * #job} shows it; one of a job that was cancelled meanwhile may come to nothing, without an
 * exception.
 */
public interface JobJournal {
    /** The job as last committed; empty if nobody knows it. */
    Optional<RepairJob> job(long id);

    /** Cheap: asked between hops and while one runs, so that cancel and pause are noticed. */
    default JobState currentState(long id) {
        return job(id).map(RepairJob::state).orElse(JobState.CANCELLED);
    }

    /**
     * What the rings of some shards have come to: written after each hop and at the end; shards
     * that end together, with one record.
     *
     * @param totalGatherBytes of the whole job so far
     */
    void record(long id, List<ShardRepair> shards, long totalGatherBytes)
            throws JournalUnavailableException;

    /**
     * The latest time of equality of a job, so long from now.
     *
     * @param away owners that it does without
     * @param restated why it is not what was promised at first; else empty
     */
    void promise(long id, Duration within, List<NodeId> away, String restated)
            throws JournalUnavailableException;

    /**
     * Commits certificates with one record. One is left out if the shard's owners are no longer
     * those of its epoch, or a later one stands; {@link ShardOwners#certificateOf} shows it.
     */
    void commit(List<ShardCertificate> certificates) throws JournalUnavailableException;

    /**
     * @param failure why, if it failed; else empty
     */
    void changeState(long id, JobState target, String failure) throws JournalUnavailableException;

    /**
     * The operator accepts that what no live owner holds of this shard is lost. Its certificate,
     * which says that all hold it, is gone with that.
     */
    void acceptLoss(ShardId shard) throws JournalUnavailableException;
}

package io.annealdb.repair.antientropy;

import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.JournalUnavailableException;
import java.util.List;

/** What background anti-entropy has done; durable when a call returns. */
public interface BackgroundJobs {
    /**
     * One job for those of the shards that no other job has.
     *
     * @return false if there is none: an operator was faster, or has switched it off
     * @throws JournalUnavailableException if this node leads no more
     */
    boolean start(List<ShardId> shards, String reason) throws JournalUnavailableException;

    /** Cancels the background jobs that have not ended. */
    void stop(String reason) throws JournalUnavailableException;

    /** The certificate of a shard still stands: all owners answered its root just now. */
    void stands(ShardId shard);
}

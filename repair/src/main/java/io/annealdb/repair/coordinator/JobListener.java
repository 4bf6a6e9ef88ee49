package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import io.annealdb.repair.job.HopReport;

/** Hears of hops while they run, for a live view; nothing durable hangs on it. */
@FunctionalInterface
public interface JobListener {
    /**
     * @param index of the hop in the shard's list
     */
    void hop(long job, ShardId shard, int index, HopReport report);
}

package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import io.annealdb.repair.job.HopReport;

/** Hears of jobs while they run, for a live view; nothing durable hangs on it. */
@FunctionalInterface
public interface JobListener {
    /**
     * @param index of the hop in the shard's list
     */
    void hop(long job, ShardId shard, int index, HopReport report);

    /** All owners still answer the root of the shard's certificate: no record says it again. */
    default void certificateStands(ShardId shard) {}
}

package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import io.annealdb.repair.ring.Hop;
import java.time.Duration;

/**
 * What a coordinator tells a source: compare with the successor, then send what it lacks.
 *
 * @param repairId name of the job, {@code r-1}; empty where no job stands behind the hop
 * @param rate bytes of payload a second; 0: unlimited
 * @param timeout how long the hop may go without progress
 */
public record HopOrder(String repairId, ShardId shard, Hop hop, long rate, Duration timeout) {
    public HopOrder {
        if (rate < 0) {
            throw new IllegalArgumentException("negative rate: " + rate);
        }
    }
}

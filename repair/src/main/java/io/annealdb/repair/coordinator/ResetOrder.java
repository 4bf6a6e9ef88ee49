package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.SettledCells;
import java.time.Duration;
import java.util.List;

/**
 * What an owner that is behind is told before it may be a source: drop each point at or below what
 * these owners have settled that they together lack, then take their settled cells for your own
 * (repair.md R5).
 *
 * @param upToDate owners that have settled at least so far, sorted; at least one
 * @param rate bytes a second that it may write; 0 is unlimited
 * @param timeout how long it may go without progress
 */
public record ResetOrder(
        String repairId,
        ShardId shard,
        NodeId owner,
        List<NodeId> upToDate,
        SettledCells settled,
        long rate,
        Duration timeout) {
    public ResetOrder {
        upToDate = upToDate.stream().sorted().toList();
        if (upToDate.isEmpty() || upToDate.contains(owner)) {
            throw new IllegalArgumentException(
                    "node %s cannot be reset after %s".formatted(owner, upToDate));
        }
    }
}

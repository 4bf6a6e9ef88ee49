package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an owner is told after a ring, or after one that never was: the repair's fences on these
 * shards are down.
 *
 * @param shards at least one; all ended alike
 * @param whole its copies equal one that never lost anything, so they may be read again
 * @param debtsPaidBefore all owners were equal: debts for the shards noted before are paid
 */
public record RingEnded(
        String repairId, List<ShardId> shards, boolean whole, Optional<Instant> debtsPaidBefore) {
    public RingEnded {
        shards = List.copyOf(shards);
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("the end of no ring of " + repairId);
        }
    }
}

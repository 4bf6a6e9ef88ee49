package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import java.time.Instant;
import java.util.Optional;

/**
 * What an owner is told after a ring.
 *
 * @param whole its copy equals one that never lost anything, so it may be read again
 * @param debtsPaidBefore all owners were equal: debts for the shard noted before are paid
 */
public record RingEnded(
        String repairId, ShardId shard, boolean whole, Optional<Instant> debtsPaidBefore) {}

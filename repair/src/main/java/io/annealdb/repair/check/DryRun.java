package io.annealdb.repair.check;

import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.ring.Hop;

/** Asks the source of a pair to compare with its successor and to send nothing. */
@FunctionalInterface
public interface DryRun {
    HopDifference compare(ShardId shard, Hop pair) throws OwnerUnavailableException;
}

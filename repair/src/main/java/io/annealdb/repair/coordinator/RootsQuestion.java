package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import java.util.List;

/**
 * What an owner is asked about its copies of some shards.
 *
 * @param at R, a clock value: cells that may hold something above it are named as open; 0: only the
 *     roots are asked for
 * @param repairId with R: whose fence stands on the owner's disk before it answers; empty: a look
 *     at R, without a fence
 * @param withSettledCells answer with the settled cells themselves, not their hash alone
 */
public record RootsQuestion(
        List<Asked> shards, long at, String repairId, boolean withSettledCells) {
    /**
     * One shard.
     *
     * @param ownerEpoch what the fence holds for
     * @param leaveOut cells that do not count in the root
     */
    public record Asked(ShardId shard, long ownerEpoch, CellSet leaveOut) {}

    public RootsQuestion {
        shards = List.copyOf(shards);
        if (at == 0 && !repairId.isEmpty()) {
            throw new IllegalArgumentException("a fence of " + repairId + " without R");
        }
    }

    /** The roots and nothing else. */
    public static RootsQuestion plain(List<ShardId> shards) {
        return new RootsQuestion(
                shards.stream().map(shard -> new Asked(shard, 0, CellSet.NONE)).toList(),
                0,
                "",
                false);
    }

    /** Whether each owner sets a fence at R before it answers. */
    public boolean fenced() {
        return !repairId.isEmpty();
    }
}

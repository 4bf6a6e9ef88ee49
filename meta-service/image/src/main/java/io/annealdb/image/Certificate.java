package io.annealdb.image;

import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.ShardRoot;

/**
 * All owners of a shard answered one root behind a fence at R (repair.md R3).
 *
 * @param ownerEpoch of the owners that answered; later ones own it by a later epoch
 * @param at R, a clock value as in {@link io.annealdb.points.Stamp#hlc()}; never 0
 * @param root of the closed cells; where all cells were equal, of the whole shard
 * @param open cells in which an owner held something above R: of them nothing is said
 * @param millis since 1970, as the leader's clock said when it committed
 * @param repairId of the job behind it
 */
public record Certificate(
        ShardId shard,
        long ownerEpoch,
        long at,
        ShardRoot root,
        CellSet open,
        long millis,
        String repairId) {
    public Certificate {
        if (at == 0 || ownerEpoch < 1) {
            throw new IllegalArgumentException(
                    "certificate of shard " + shard + ": R=" + at + ", epoch=" + ownerEpoch);
        }
    }

    boolean isAfter(Certificate former) {
        return Long.compareUnsigned(at, former.at) > 0;
    }
}

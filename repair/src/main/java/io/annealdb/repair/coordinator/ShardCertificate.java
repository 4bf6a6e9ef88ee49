package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.ShardRoot;

/**
 * That all owners of a shard answered one root behind a fence at R (repair.md R3).
 *
 * @param ownerEpoch of the owners that answered
 * @param at R, a clock value
 * @param root of the closed cells; where all cells were equal, of the whole shard
 * @param open cells of which nothing is said
 * @param repairId of the job that gathered the roots
 */
public record ShardCertificate(
        ShardId shard, long ownerEpoch, long at, ShardRoot root, CellSet open, String repairId) {
    public ShardCertificate {
        if (at == 0) {
            throw new IllegalArgumentException("a certificate of shard " + shard + " without R");
        }
    }

    /**
     * Whether a copy's root of the whole shard is still this one. Deletes that were counted when
     * the roots were gathered have settled by the certificate, and count no more.
     */
    public boolean isStill(ShardRoot now) {
        return now.content().equals(root.content())
                && (now.deletes() == 0 || now.deletes() == root.deletes());
    }

    boolean isAfter(ShardCertificate former) {
        return Long.compareUnsigned(at, former.at) > 0;
    }
}

package io.annealdb.storage;

import java.util.Objects;

/**
 * A bar against fresh writes and deletes at or below a clock value, set by an owner before it
 * answers a ring with its root (repair.md R2). A shard has one at a time; a later one replaces it.
 *
 * @param repairId the ring that asked for it
 * @param hlc the clock value R, compared unsigned
 * @param ownerEpoch of the shard's owners, as the ring knows them
 */
public record Fence(String repairId, long hlc, long ownerEpoch) {
    public Fence {
        Objects.requireNonNull(repairId, "repairId");
        if (hlc == 0) {
            throw new IllegalArgumentException("a fence at 0 bars nothing: repair " + repairId);
        }
    }
}

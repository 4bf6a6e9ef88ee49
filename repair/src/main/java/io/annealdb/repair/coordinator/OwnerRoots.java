package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import java.util.Map;

/**
 * One owner's answer about several shards.
 *
 * @param messageBytes of question and answer, without framing and without what sets the fence
 */
public record OwnerRoots(Map<ShardId, OwnerRoot> byShard, long messageBytes) {
    public OwnerRoots {
        byShard = Map.copyOf(byShard);
    }
}

package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import java.util.List;

/**
 * Who owns a shard by the newest image.
 *
 * @param epoch counts changes of the owners
 * @param owners sorted, at least one
 */
public record OwnerSet(long epoch, List<NodeId> owners) {
    public OwnerSet {
        owners = owners.stream().sorted().toList();
        if (owners.isEmpty()) {
            throw new IllegalArgumentException("a shard without owners");
        }
    }
}

package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.GridGeometry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A slice of a group's series.
 *
 * @param owners sorted by node id
 * @param grid how its digests are cut and keyed, fixed for its life
 * @param ownerEpoch counts changes of its owners
 */
public record ShardInfo(ShardId id, List<Owner> owners, GridGeometry grid, long ownerEpoch) {
    public ShardInfo {
        owners = owners.stream().sorted(Comparator.comparing(Owner::node)).toList();
        if (owners.stream().map(Owner::node).distinct().count() != owners.size()) {
            throw new IllegalArgumentException("shard " + id + " names an owner twice: " + owners);
        }
    }

    public Optional<Owner> owner(NodeId node) {
        return owners.stream().filter(owner -> owner.node().equals(node)).findFirst();
    }

    /** All owners, in the order of the ring. */
    public List<NodeId> ownerNodes() {
        return owners.stream().map(Owner::node).toList();
    }
}

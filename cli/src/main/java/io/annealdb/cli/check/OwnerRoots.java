package io.annealdb.cli.check;

import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the owners of some shards say of their copies, gathered at one moment.
 *
 * @param byShard for each shard those that answered, by node id
 */
public record OwnerRoots(Map<ShardId, Map<NodeId, OwnerRoot>> byShard) {
    /** Asks each owner once for all its shards. */
    public static OwnerRoots gather(
            ClusterConnection connection, ClusterImage image, List<ShardPlace> places) {
        Map<NodeId, List<ShardId>> wanted = new TreeMap<>();
        for (ShardPlace place : places) {
            for (NodeId owner : place.shard().ownerNodes()) {
                wanted.computeIfAbsent(owner, id -> new ArrayList<>()).add(place.shard().id());
            }
        }
        Map<ShardId, Map<NodeId, OwnerRoot>> byShard = new HashMap<>();
        places.forEach(place -> byShard.put(place.shard().id(), new TreeMap<>()));
        Map<NodeId, RootsReply> replies = connection.data().roots(image, wanted);
        replies.forEach(
                (owner, reply) ->
                        reply.getRootsList()
                                .forEach(
                                        root ->
                                                byShard.get(new ShardId(root.getShardId()))
                                                        .put(owner, ownerRoot(owner, root))));
        return new OwnerRoots(byShard);
    }

    public Map<NodeId, OwnerRoot> of(ShardId shard) {
        return byShard.getOrDefault(shard, Map.of());
    }

    private static OwnerRoot ownerRoot(NodeId owner, ShardRootProto proto) {
        byte[] root = proto.getRoot().toByteArray();
        return new OwnerRoot(
                owner,
                health(proto.getHealth()),
                root.length == 0 ? ShardRoot.EMPTY : ShardRoot.decode(root, 0, root.length),
                proto.getBytes(),
                proto.getRows(),
                proto.getTrouble());
    }

    private static ReplicaHealth health(ShardHealthProto health) {
        return switch (health) {
            case WHOLE -> ReplicaHealth.WHOLE;
            case MISSING -> ReplicaHealth.MISSING;
            case DAMAGED -> ReplicaHealth.DAMAGED;
            default -> ReplicaHealth.UNKNOWN;
        };
    }
}

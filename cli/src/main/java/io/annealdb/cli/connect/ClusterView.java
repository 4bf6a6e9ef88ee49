package io.annealdb.cli.connect;

import com.google.protobuf.ByteString;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.StatusReply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of a cluster at one moment.
 *
 * @param meta what a meta node said; empty if none was asked
 * @param data what each data node said of itself, by id; who did not answer is missing
 * @param equalAtRest shards whose roots differ for what is being written alone
 */
public record ClusterView(
        ClusterImage image,
        Optional<StatusReply> meta,
        Map<NodeId, NodeStatusReply> data,
        Set<ShardId> equalAtRest) {
    /** The queue for owners that meta has yet to name, as its folder is called. */
    private static final String UNASSIGNED = "unassigned";

    public ClusterView {
        data = Map.copyOf(data);
        equalAtRest = Set.copyOf(equalAtRest);
    }

    ClusterView withEqualAtRest(Set<ShardId> shards) {
        return new ClusterView(image, meta, data, shards);
    }

    /** Shards of which two whole copies have answered other roots. */
    List<ShardPlace> differing() {
        Map<ShardId, Set<ByteString>> roots = new HashMap<>();
        data.values().stream()
                .flatMap(status -> status.getShardsList().stream())
                .filter(root -> root.getHealth() == ShardHealthProto.WHOLE)
                .forEach(
                        root ->
                                roots.computeIfAbsent(
                                                new ShardId(root.getShardId()),
                                                id -> new HashSet<>())
                                        .add(root.getRoot()));
        return image.shards().stream()
                .filter(place -> roots.getOrDefault(place.shard().id(), Set.of()).size() > 1)
                .toList();
    }

    /** The node's name, or its number if it is not of the cluster any more. */
    public String nameOf(NodeId node) {
        return NodeNames.of(image, node);
    }

    /** The same for a node by its number in a message; 0 is none yet. */
    public String nameOf(int nodeId) {
        return nodeId < 1 ? UNASSIGNED : nameOf(new NodeId(nodeId));
    }
}

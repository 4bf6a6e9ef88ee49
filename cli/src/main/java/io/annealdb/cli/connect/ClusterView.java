package io.annealdb.cli.connect;

import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.StatusReply;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a cluster at one moment.
 *
 * @param meta what a meta node said; empty if none was asked
 * @param data what each data node said of itself, by id; who did not answer is missing
 */
public record ClusterView(
        ClusterImage image, Optional<StatusReply> meta, Map<NodeId, NodeStatusReply> data) {
    /** The queue for owners that meta has yet to name, as its folder is called. */
    private static final String UNASSIGNED = "unassigned";

    public ClusterView {
        data = Map.copyOf(data);
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

package io.annealdb.cli.connect;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.terminal.NearestName;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;

/** Data nodes by the names that operators use. */
public final class NodeNames {
    private NodeNames() {}

    /** The node's name, or its number if it is not of the cluster any more. */
    public static String of(ClusterImage image, NodeId node) {
        return image.dataNode(node).map(DataNodeInfo::name).orElse("node " + node);
    }

    /**
     * The node of a name.
     *
     * @throws CommandFailure if there is none
     */
    public static DataNodeInfo find(ClusterImage image, String name) {
        return image.dataNode(name)
                .orElseThrow(
                        () ->
                                CommandFailure.failed(
                                        "there is no data node \""
                                                + name
                                                + "\"."
                                                + NearestName.hint(
                                                        name,
                                                        image.dataNodes().stream()
                                                                .map(DataNodeInfo::name)
                                                                .toList())
                                                + " anneal nodes lists them."));
    }
}

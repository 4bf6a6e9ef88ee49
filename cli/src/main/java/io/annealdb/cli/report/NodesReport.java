package io.annealdb.cli.report;

import io.annealdb.cli.connect.ClusterView;
import io.annealdb.image.MetaNodeInfo;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Every node of the cluster, data nodes first. */
public record NodesReport(List<NodeReport> nodes) {
    /**
     * @param metaAnswers whether the meta node at an address does
     */
    public static NodesReport of(ClusterView view, Predicate<String> metaAnswers) {
        return new NodesReport(
                Stream.concat(
                                NodeReport.dataNodes(view).stream(),
                                view.image().metaNodes().stream()
                                        .map(node -> meta(node, metaAnswers)))
                        .toList());
    }

    private static NodeReport meta(MetaNodeInfo node, Predicate<String> metaAnswers) {
        String address = node.operatorAddress();
        String state = metaAnswers.test(address) ? "alive" : "dead";
        return new NodeReport(
                null, "meta", node.name(), state, null, address, "", 0, 0, null, null, null);
    }
}

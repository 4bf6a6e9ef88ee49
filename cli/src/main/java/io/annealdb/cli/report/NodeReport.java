package io.annealdb.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.annealdb.cli.connect.ClusterView;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.proto.NodeLivenessProto;
import io.annealdb.proto.NodeStatusReply;
import java.util.List;
import java.util.Optional;

/**
 * A node as the operator sees it.
 *
 * @param id the number that hints and stamps use; null for a meta node, which has none
 * @param kind data or meta
 * @param state alive, suspect, dead or draining
 * @param http where it serves clients; null for a meta node
 * @param rpc where nodes and operators call it
 * @param hintBytes what waits on this node for others
 * @param debts how many it has noted
 * @param behind peers of which it does not know that no hint waits there for it: its copies may
 *     lack acknowledged points; null if there is none, or it does not answer
 * @param gossip what other data nodes say of it; null if nothing
 * @param trouble what is wrong with its clock; null if nothing is
 */
public record NodeReport(
        Integer id,
        String kind,
        String name,
        String state,
        String http,
        String rpc,
        String zone,
        long hintBytes,
        int debts,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<String> behind,
        @JsonInclude(JsonInclude.Include.NON_NULL) GossipReport gossip,
        String trouble) {
    /** The data nodes of the image. */
    static List<NodeReport> dataNodes(ClusterView view) {
        return view.image().dataNodes().stream().map(node -> of(node, view)).toList();
    }

    private static NodeReport of(DataNodeInfo node, ClusterView view) {
        Optional<NodeLivenessProto> heard =
                view.meta().stream()
                        .flatMap(meta -> meta.getNodesList().stream())
                        .filter(liveness -> liveness.getNodeId() == node.id().value())
                        .findFirst();
        Optional<NodeStatusReply> said = Optional.ofNullable(view.data().get(node.id()));
        String clock =
                said.map(NodeStatusReply::getClockTrouble)
                        .or(() -> heard.map(NodeLivenessProto::getClockTrouble))
                        .orElse("");
        return new NodeReport(
                node.id().value(),
                "data",
                node.name(),
                heard.map(NodeLivenessProto::getState).orElse(said.isPresent() ? "alive" : "dead"),
                node.httpAddress(),
                node.rpcAddress(),
                node.zone(),
                said.map(NodeReport::hintBytes)
                        .or(() -> heard.map(NodeLivenessProto::getHintBytes))
                        .orElse(0L),
                said.map(NodeStatusReply::getDebtsCount)
                        .or(() -> heard.map(NodeLivenessProto::getDebts))
                        .orElse(0),
                said.map(status -> behind(status, view)).orElse(null),
                GossipReport.of(node.id(), view),
                clock.isEmpty() ? null : "clock: " + clock);
    }

    private static List<String> behind(NodeStatusReply status, ClusterView view) {
        return status.getBehindCount() == 0
                ? null
                : status.getBehindList().stream().map(view::nameOf).toList();
    }

    private static long hintBytes(NodeStatusReply status) {
        return status.getHintsList().stream().mapToLong(HintQueueProto::getBytes).sum();
    }
}

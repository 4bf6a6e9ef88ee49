package io.annealdb.cli.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.annealdb.cli.connect.ClusterView;
import io.annealdb.points.NodeId;
import io.annealdb.proto.HintQueueProto;
import java.util.ArrayList;
import java.util.List;

/** What waits on which node for which peer. */
public record HintsReport(List<Queue> queues) {
    /**
     * One queue.
     *
     * @param forNode the peer that it waits for
     * @param oldest when what waits longest was hinted; null if nothing waits
     * @param state idle, sending or blocked
     * @param asidePoints that were set aside, since their shard had settled above their stamp
     * @param stale as last heard of a node that does not answer now
     */
    public record Queue(
            String on,
            @JsonProperty("for") String forNode,
            long bytes,
            long points,
            String oldest,
            String state,
            long asideBytes,
            long asidePoints,
            boolean stale) {}

    public static HintsReport of(ClusterView view) {
        List<Queue> queues = new ArrayList<>();
        view.image().dataNodes().forEach(node -> queuesOn(node.id(), view).forEach(queues::add));
        return new HintsReport(List.copyOf(queues));
    }

    private static List<Queue> queuesOn(NodeId node, ClusterView view) {
        if (view.data().containsKey(node)) {
            return queues(node, view.data().get(node).getHintsList(), false, view);
        }
        return view.meta().stream()
                .flatMap(meta -> meta.getQueuesList().stream())
                .filter(known -> known.getNodeId() == node.value())
                .flatMap(known -> queues(node, known.getHintsList(), true, view).stream())
                .toList();
    }

    private static List<Queue> queues(
            NodeId node, List<HintQueueProto> queues, boolean stale, ClusterView view) {
        return queues.stream()
                .map(
                        queue ->
                                new Queue(
                                        view.nameOf(node),
                                        view.nameOf(queue.getForNode()),
                                        queue.getBytes(),
                                        queue.getPoints(),
                                        Json.timeOfMillis(queue.getOldest()),
                                        queue.getState(),
                                        queue.getAsideBytes(),
                                        queue.getAsidePoints(),
                                        stale))
                .toList();
    }
}

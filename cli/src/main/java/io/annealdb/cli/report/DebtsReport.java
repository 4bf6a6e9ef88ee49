package io.annealdb.cli.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.annealdb.cli.connect.ClusterView;
import io.annealdb.points.NodeId;
import io.annealdb.proto.DebtProto;
import io.annealdb.proto.NodeQueuesProto;
import java.util.List;

/** What is known to be missing where, and why. */
public record DebtsReport(List<Debt> debts) {
    /**
     * One debt.
     *
     * @param on the node that has noted it
     * @param forNode the node that lacks something
     * @param why queue full, expired, corrupt or not hinted
     */
    public record Debt(
            long shard,
            @JsonProperty("for") String forNode,
            String on,
            String start,
            String end,
            String why,
            String at) {}

    public static DebtsReport of(ClusterView view) {
        return new DebtsReport(
                view.image().dataNodes().stream()
                        .flatMap(
                                node ->
                                        debtsOn(node.id(), view).stream()
                                                .map(debt -> debt(debt, node.name(), view)))
                        .toList());
    }

    /** What the node says; of one that does not answer, what meta last heard. */
    private static List<DebtProto> debtsOn(NodeId node, ClusterView view) {
        if (view.data().containsKey(node)) {
            return view.data().get(node).getDebtsList();
        }
        return view.meta().stream()
                .flatMap(meta -> meta.getQueuesList().stream())
                .filter(known -> known.getNodeId() == node.value())
                .map(NodeQueuesProto::getDebtsList)
                .flatMap(List::stream)
                .toList();
    }

    private static Debt debt(DebtProto debt, String on, ClusterView view) {
        return new Debt(
                debt.getShardId(),
                view.nameOf(debt.getForNode()),
                on,
                Json.timeOfNanos(debt.getStart()),
                Json.timeOfNanos(debt.getEnd()),
                debt.getWhy(),
                Json.timeOfMillis(debt.getAt()));
    }
}

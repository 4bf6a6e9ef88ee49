package io.annealdb.meta.liveness;

import io.annealdb.image.ClosedStamps;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.proto.NodeLivenessProto;
import io.annealdb.proto.NodeQueuesProto;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who lives, by the heartbeats that this meta node has heard; never in the log. A node that was not
 * heard since this meta node started is given the time from there.
 */
public final class LivenessTable {
    /** Silence after which a node is suspect. */
    public static final Duration SUSPECT_AFTER = Duration.ofSeconds(3);

    /** Silence after which it is dead. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(10);

    private record Heard(long atMillis, HeartbeatRequest request) {}

    private final InstantSource clock;
    private final long startMillis;
    private final ClosedStamps closed = new ClosedStamps();
    private final Map<Integer, Heard> byNode = new HashMap<>(); // under this object's lock

    public LivenessTable(InstantSource clock) {
        this.clock = clock;
        this.startMillis = clock.millis();
    }

    /** A late message of an earlier life of the node does not count, but what it promised does. */
    public synchronized void heard(HeartbeatRequest request) {
        closed.heard(new NodeId(request.getNodeId()), request.getClosed());
        Heard before = byNode.get(request.getNodeId());
        if (before == null || request.getIncarnation() >= before.request().getIncarnation()) {
            byNode.put(request.getNodeId(), new Heard(clock.millis(), request));
        }
    }

    /** How far each node's writes are closed. */
    public ClosedStamps closed() {
        return closed;
    }

    public Liveness stateOf(NodeId node) {
        long silent = clock.millis() - lastHeard(node);
        if (silent < SUSPECT_AFTER.toMillis()) {
            return Liveness.ALIVE;
        }
        return silent < DEAD_AFTER.toMillis() ? Liveness.SUSPECT : Liveness.DEAD;
    }

    private synchronized long lastHeard(NodeId node) {
        Heard heard = byNode.get(node.value());
        return heard == null ? startMillis : heard.atMillis();
    }

    /** The nodes of an image that are not dead, the first choice for new shards. */
    public List<NodeId> living(ClusterImage image) {
        return image.dataNodes().stream()
                .map(DataNodeInfo::id)
                .filter(node -> stateOf(node) != Liveness.DEAD)
                .toList();
    }

    /** For heartbeats and status. */
    public List<NodeLivenessProto> nodes(ClusterImage image) {
        return image.dataNodes().stream().map(node -> describe(node.id())).toList();
    }

    private NodeLivenessProto describe(NodeId node) {
        HeartbeatRequest last = lastRequest(node);
        return NodeLivenessProto.newBuilder()
                .setNodeId(node.value())
                .setState(stateOf(node).text())
                .setHintBytes(
                        last.getHintsList().stream().mapToLong(HintQueueProto::getBytes).sum())
                .setDebts(last.getDebtsCount())
                .setClockTrouble(last.getClockTrouble())
                .build();
    }

    /** Queues, debts and troubled shards as last heard, whether the node lives or not. */
    public List<NodeQueuesProto> queues(ClusterImage image) {
        return image.dataNodes().stream()
                .map(DataNodeInfo::id)
                .map(
                        node -> {
                            HeartbeatRequest last = lastRequest(node);
                            return NodeQueuesProto.newBuilder()
                                    .setNodeId(node.value())
                                    .addAllHints(last.getHintsList())
                                    .addAllDebts(last.getDebtsList())
                                    .addAllTroubled(last.getTroubledList())
                                    .addAllSuspected(last.getSuspectedList())
                                    .build();
                        })
                .toList();
    }

    private synchronized HeartbeatRequest lastRequest(NodeId node) {
        Heard heard = byNode.get(node.value());
        return heard == null ? HeartbeatRequest.getDefaultInstance() : heard.request();
    }
}

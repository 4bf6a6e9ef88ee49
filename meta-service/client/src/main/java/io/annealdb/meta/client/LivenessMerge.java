package io.annealdb.meta.client;

import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.NodeLivenessProto;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One view out of those of several meta nodes: a node lives if any of them has heard from it. */
final class LivenessMerge {
    private static final List<String> BEST_FIRST = List.of("alive", "suspect", "dead");

    private final TreeMap<Integer, NodeLivenessProto> nodes = new TreeMap<>();
    private long imageVersion;
    private long closed; // a lower bound that one of them knows is one
    private boolean heard;

    void add(HeartbeatReply reply) {
        heard = true;
        imageVersion = Math.max(imageVersion, reply.getImageVersion());
        if (Long.compareUnsigned(reply.getClosed(), closed) > 0) {
            closed = reply.getClosed();
        }
        for (NodeLivenessProto node : reply.getNodesList()) {
            nodes.merge(node.getNodeId(), node, LivenessMerge::better);
        }
    }

    private static NodeLivenessProto better(NodeLivenessProto one, NodeLivenessProto other) {
        return rank(other) < rank(one) ? other : one;
    }

    private static int rank(NodeLivenessProto node) {
        int rank = BEST_FIRST.indexOf(node.getState());
        return rank < 0 ? BEST_FIRST.size() : rank;
    }

    /** Empty if no meta node has answered. */
    Optional<HeartbeatReply> result() {
        return heard
                ? Optional.of(
                        HeartbeatReply.newBuilder()
                                .setImageVersion(imageVersion)
                                .addAllNodes(nodes.values())
                                .setClosed(closed)
                                .build())
                : Optional.empty();
    }
}

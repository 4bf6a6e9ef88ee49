package io.annealdb.cli.report;

import io.annealdb.cli.connect.ClusterView;
import io.annealdb.points.NodeId;
import io.annealdb.proto.NodeLoadProto;
import io.annealdb.proto.PeerProto;
import java.util.List;

/**
 * What the other data nodes say of one, by rumour: also of one that does not answer the command.
 *
 * @param live whether one of them finds it alive
 * @param pointsPerSecond that clients wrote through it, over a minute, as it last said
 * @param shardBytes on its disk, as it last said
 * @param unequalShards of which its copy and that of another, both standing still, have other roots
 */
public record GossipReport(
        boolean live, double pointsPerSecond, long shardBytes, List<Long> unequalShards) {
    /** Null if nobody who answers has heard of it. */
    static GossipReport of(NodeId node, ClusterView view) {
        List<PeerProto> heard =
                view.data().values().stream()
                        .flatMap(status -> status.getPeersList().stream())
                        .filter(peer -> peer.getNodeId() == node.value())
                        .toList();
        if (heard.isEmpty()) {
            return null;
        }
        NodeLoadProto load =
                heard.stream()
                        .filter(PeerProto::hasLoad)
                        .map(PeerProto::getLoad)
                        .findFirst()
                        .orElse(NodeLoadProto.getDefaultInstance());
        return new GossipReport(
                heard.stream().anyMatch(PeerProto::getLive),
                load.getPointsPerSecond(),
                load.getShardBytes(),
                heard.stream()
                        .flatMap(peer -> peer.getUnequalShardsList().stream())
                        .distinct()
                        .sorted()
                        .toList());
    }
}

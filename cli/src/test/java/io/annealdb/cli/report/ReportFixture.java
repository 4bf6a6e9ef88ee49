package io.annealdb.cli.report;

import com.google.protobuf.ByteString;
import io.annealdb.cli.connect.ClusterView;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.DataNodeProto;
import io.annealdb.proto.DatabaseProto;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.proto.ImageProto;
import io.annealdb.proto.MetaNodeProto;
import io.annealdb.proto.NodeLivenessProto;
import io.annealdb.proto.NodeQueuesProto;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.OwnerProto;
import io.annealdb.proto.RetentionPolicyProto;
import io.annealdb.proto.ShardGroupProto;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.ShardProto;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.proto.StatusReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A cluster of three data nodes and one shard, number 7, as it might be seen. */
final class ReportFixture {
    static final long WEEK = 7L * 24 * 3600 * 1_000_000_000L;

    private final StatusReply.Builder meta =
            StatusReply.newBuilder().setName("meta-1").setLeader("meta-1").addPeers("meta-1");
    private final Map<NodeId, NodeStatusReply> data = new HashMap<>();

    static ClusterImage image() {
        ShardProto.Builder shard =
                ShardProto.newBuilder().setId(7).setGridWindows(64).setGridBuckets(64);
        for (int node = 1; node <= 3; node++) {
            shard.addOwners(OwnerProto.newBuilder().setNodeId(node));
        }
        ImageProto.Builder image =
                ImageProto.newBuilder()
                        .setClusterId("c")
                        .setVersion(1)
                        .addMetaNodes(
                                MetaNodeProto.newBuilder()
                                        .setName("meta-1")
                                        .setOperatorAddress("127.0.0.1:8091")
                                        .setRaftAddress("127.0.0.1:8089"))
                        .addDatabases(
                                DatabaseProto.newBuilder()
                                        .setId(1)
                                        .setName("nab")
                                        .setDefaultPolicy("autogen")
                                        .addPolicies(
                                                RetentionPolicyProto.newBuilder()
                                                        .setName("autogen")
                                                        .setGroupDuration(WEEK)
                                                        .setReplication(3)
                                                        .addGroups(
                                                                ShardGroupProto.newBuilder()
                                                                        .setId(3)
                                                                        .setStart(0)
                                                                        .setEnd(WEEK)
                                                                        .addShards(shard))));
        for (int node = 1; node <= 3; node++) {
            image.addDataNodes(
                    DataNodeProto.newBuilder()
                            .setId(node)
                            .setName("data-" + node)
                            .setHttpAddress("127.0.0.1:" + (8085 + node))
                            .setRpcAddress("127.0.0.1:" + (9085 + node))
                            .setIncarnation(1)
                            .setFolderIncarnation(1));
        }
        return ClusterImage.fromProto(image.build());
    }

    static ShardRoot root(long content) {
        return new ShardRoot(new CellDigest(content, 0, 0, 1), 0);
    }

    /** The node answers, with this copy of shard 7. */
    ReportFixture holds(int node, ShardHealthProto health, long content) {
        data.put(
                new NodeId(node),
                NodeStatusReply.newBuilder()
                        .setNodeId(node)
                        .addShards(
                                ShardRootProto.newBuilder()
                                        .setShardId(7)
                                        .setHealth(health)
                                        .setRoot(ByteString.copyFrom(root(content).encode()))
                                        .setBytes(1000)
                                        .setRows(10))
                        .build());
        return this;
    }

    /** The node answers, and hints wait on it. */
    ReportFixture hints(int on, int forNode, long bytes) {
        data.put(
                new NodeId(on),
                NodeStatusReply.newBuilder().setNodeId(on).addHints(queue(forNode, bytes)).build());
        return this;
    }

    /** What meta last heard of a node's queues. */
    ReportFixture heard(int on, int forNode, long bytes) {
        meta.addQueues(NodeQueuesProto.newBuilder().setNodeId(on).addHints(queue(forNode, bytes)));
        return this;
    }

    ReportFixture liveness(int node, String state) {
        meta.addNodes(NodeLivenessProto.newBuilder().setNodeId(node).setState(state));
        return this;
    }

    ClusterView view() {
        return new ClusterView(image(), Optional.of(meta.build()), data);
    }

    ClusterView viewWithoutMeta() {
        return new ClusterView(image(), Optional.empty(), data);
    }

    private static HintQueueProto queue(int forNode, long bytes) {
        return HintQueueProto.newBuilder()
                .setForNode(forNode)
                .setBytes(bytes)
                .setPoints(bytes / 10)
                .setOldest(bytes == 0 ? 0 : 1_000)
                .setState(bytes == 0 ? "idle" : "blocked")
                .build();
    }
}

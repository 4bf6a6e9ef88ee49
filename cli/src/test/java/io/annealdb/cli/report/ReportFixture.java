package io.annealdb.cli.report;

import com.google.protobuf.ByteString;
import io.annealdb.cli.connect.ClusterView;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.CertificateProto;
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
import io.annealdb.proto.ShardPromiseProto;
import io.annealdb.proto.ShardProto;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.proto.StatusReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster of three data nodes and one shard, number 7, as it might be seen. */
final class ReportFixture {
    static final long CERTIFIED = 5;
    static final long WEEK = 7L * 24 * 3600 * 1_000_000_000L;

    private final StatusReply.Builder meta =
            StatusReply.newBuilder().setName("meta-1").setLeader("meta-1").addPeers("meta-1");
    private final Map<NodeId, NodeStatusReply> data = new HashMap<>();
    private Optional<CertificateProto> certificate = Optional.empty();
    private Set<ShardId> equalAtRest = Set.of();

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

    /** All owners of shard 7 have answered a root at R = 9 s; to be said before what they hold. */
    ReportFixture certified() {
        certificate =
                Optional.of(
                        CertificateProto.newBuilder()
                                .setShardId(7)
                                .setOwnerEpoch(1)
                                .setAt(Stamp.hlcOf(9_000, 0))
                                .setRoot(ByteString.copyFrom(root(CERTIFIED).encode()))
                                .setMillis(12_000)
                                .build());
        return this;
    }

    /** What differs of shard 7 is being written now. */
    ReportFixture atRest() {
        equalAtRest = Set.of(new ShardId(7));
        return this;
    }

    private ClusterImage seen() {
        ImageProto.Builder image = image().toProto().toBuilder();
        certificate.ifPresent(image::addCertificates);
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
                                        .setChangedSince(
                                                certificate.isPresent() && content != CERTIFIED)
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

    /** The leader knows that a shard's owners differ. */
    ReportFixture promised(long shard, long equalByMillis) {
        meta.addDiffering(
                ShardPromiseProto.newBuilder().setShardId(shard).setEqualBy(equalByMillis));
        return this;
    }

    ClusterView view() {
        return new ClusterView(seen(), Optional.of(meta.build()), data, equalAtRest);
    }

    ClusterView viewWithoutMeta() {
        return new ClusterView(seen(), Optional.empty(), data, equalAtRest);
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

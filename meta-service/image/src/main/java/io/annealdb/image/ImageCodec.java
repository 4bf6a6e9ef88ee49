package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.TimeRange;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import io.annealdb.proto.AcceptedLossProto;
import io.annealdb.proto.DataNodeProto;
import io.annealdb.proto.DatabaseProto;
import io.annealdb.proto.ImageProto;
import io.annealdb.proto.MetaNodeProto;
import io.annealdb.proto.OwnerProto;
import io.annealdb.proto.OwnerStateProto;
import io.annealdb.proto.RetentionPolicyProto;
import io.annealdb.proto.ShardGroupProto;
import io.annealdb.proto.ShardProto;

/** The image as a message: what nodes send each other, and what a snapshot of the log holds. */
final class ImageCodec {
    private ImageCodec() {}

    static ImageProto encode(ClusterImage image) {
        ImageProto.Builder out =
                ImageProto.newBuilder()
                        .setClusterId(image.clusterId())
                        .setVersion(image.version())
                        .setHashKeyLow(image.hashKey().low())
                        .setHashKeyHigh(image.hashKey().high())
                        .setRepairConfig(RepairCodec.encode(image.repairConfig()))
                        .setNextNodeId(image.next().node())
                        .setNextGroupId(image.next().group())
                        .setNextShardId(image.next().shard())
                        .setNextRepairId(image.next().repair())
                        .setNextDatabaseId(image.next().database())
                        .setDefaultReplication(image.defaultReplication());
        image.dataNodes().forEach(node -> out.addDataNodes(encode(node)));
        image.metaNodes()
                .forEach(
                        node ->
                                out.addMetaNodes(
                                        MetaNodeProto.newBuilder()
                                                .setName(node.name())
                                                .setOperatorAddress(node.operatorAddress())
                                                .setRaftAddress(node.raftAddress())));
        image.databases().forEach(database -> out.addDatabases(encode(database)));
        image.repairs().forEach(job -> out.addRepairs(RepairCodec.encode(job)));
        image.acceptedLosses()
                .forEach(
                        loss ->
                                out.addAcceptedLosses(
                                        AcceptedLossProto.newBuilder()
                                                .setShardId(loss.shard().value())
                                                .setAt(loss.at())));
        image.certificates().forEach(each -> out.addCertificates(CertificateCodec.encode(each)));
        return out.build();
    }

    static ClusterImage decode(ImageProto proto) {
        ImageDraft draft = new ImageDraft();
        draft.clusterId = proto.getClusterId();
        draft.version = proto.getVersion();
        draft.hashKey = new HashKey(proto.getHashKeyLow(), proto.getHashKeyHigh());
        proto.getDataNodesList().forEach(node -> draft.dataNodes.add(decode(node)));
        proto.getMetaNodesList()
                .forEach(
                        node ->
                                draft.metaNodes.add(
                                        new MetaNodeInfo(
                                                node.getName(),
                                                node.getOperatorAddress(),
                                                node.getRaftAddress())));
        proto.getDatabasesList().forEach(database -> draft.databases.add(decode(database)));
        proto.getRepairsList().forEach(job -> draft.repairs.add(RepairCodec.decode(job)));
        draft.repairConfig = RepairCodec.decode(proto.getRepairConfig());
        proto.getAcceptedLossesList()
                .forEach(
                        loss ->
                                draft.acceptedLosses.add(
                                        new AcceptedLoss(
                                                new ShardId(loss.getShardId()), loss.getAt())));
        proto.getCertificatesList().stream()
                .map(CertificateCodec::decode)
                .forEach(each -> draft.certificates.put(each.shard(), each));
        draft.defaultReplication = proto.getDefaultReplication();
        if (proto.getNextNodeId() > 0) {
            draft.next =
                    new NextNumbers(
                            proto.getNextNodeId(),
                            proto.getNextGroupId(),
                            proto.getNextShardId(),
                            proto.getNextRepairId(),
                            proto.getNextDatabaseId());
        }
        return draft.build();
    }

    private static DataNodeProto encode(DataNodeInfo node) {
        return DataNodeProto.newBuilder()
                .setId(node.id().value())
                .setName(node.name())
                .setHttpAddress(node.httpAddress())
                .setRpcAddress(node.rpcAddress())
                .setGossipAddress(node.gossipAddress())
                .setZone(node.zone())
                .setFolderId(node.folderId())
                .setIncarnation(node.incarnation())
                .setFolderIncarnation(node.folderIncarnation())
                .setHeldBelow(node.heldBelow())
                .setStartId(node.startId())
                .build();
    }

    private static DataNodeInfo decode(DataNodeProto node) {
        return new DataNodeInfo(
                new NodeId(node.getId()),
                node.getName(),
                node.getHttpAddress(),
                node.getRpcAddress(),
                node.getGossipAddress(),
                node.getZone(),
                node.getFolderId(),
                node.getIncarnation(),
                node.getFolderIncarnation(),
                node.getHeldBelow(),
                node.getStartId());
    }

    private static DatabaseProto encode(DatabaseInfo database) {
        DatabaseProto.Builder out =
                DatabaseProto.newBuilder()
                        .setId(database.id())
                        .setName(database.name())
                        .setDefaultPolicy(database.defaultPolicy());
        for (RetentionPolicyInfo policy : database.policies()) {
            RetentionPolicyProto.Builder policyOut =
                    RetentionPolicyProto.newBuilder()
                            .setName(policy.name())
                            .setDuration(policy.duration())
                            .setGroupDuration(policy.groupDuration())
                            .setReplication(policy.replication());
            policy.groups().forEach(group -> policyOut.addGroups(encode(group)));
            out.addPolicies(policyOut);
        }
        return out.build();
    }

    private static DatabaseInfo decode(DatabaseProto database) {
        return new DatabaseInfo(
                database.getId(),
                database.getName(),
                database.getDefaultPolicy(),
                database.getPoliciesList().stream()
                        .map(
                                policy ->
                                        new RetentionPolicyInfo(
                                                policy.getName(),
                                                policy.getDuration(),
                                                policy.getGroupDuration(),
                                                policy.getReplication(),
                                                policy.getGroupsList().stream()
                                                        .map(ImageCodec::decode)
                                                        .toList()))
                        .toList());
    }

    private static ShardGroupProto encode(ShardGroupInfo group) {
        ShardGroupProto.Builder out =
                ShardGroupProto.newBuilder()
                        .setId(group.id())
                        .setStart(group.range().start())
                        .setEnd(group.range().end());
        for (ShardInfo shard : group.shards()) {
            ShardProto.Builder shardOut =
                    ShardProto.newBuilder()
                            .setId(shard.id().value())
                            .setGridWindows(GridGeometry.WINDOWS)
                            .setGridBuckets(GridGeometry.BUCKETS)
                            .setHashKeyLow(shard.grid().key().low())
                            .setHashKeyHigh(shard.grid().key().high())
                            .setOwnerEpoch(shard.ownerEpoch());
            for (Owner owner : shard.owners()) {
                shardOut.addOwners(
                        OwnerProto.newBuilder()
                                .setNodeId(owner.node().value())
                                .setState(OwnerStateProto.valueOf(owner.state().name())));
            }
            out.addShards(shardOut);
        }
        return out.build();
    }

    private static ShardGroupInfo decode(ShardGroupProto group) {
        TimeRange range = new TimeRange(group.getStart(), group.getEnd());
        return new ShardGroupInfo(
                group.getId(),
                range,
                group.getShardsList().stream().map(shard -> decode(shard, range)).toList());
    }

    private static ShardInfo decode(ShardProto shard, TimeRange range) {
        if (shard.getGridWindows() != GridGeometry.WINDOWS
                || shard.getGridBuckets() != GridGeometry.BUCKETS) {
            throw new IllegalArgumentException(
                    "shard "
                            + shard.getId()
                            + " has digests of "
                            + shard.getGridWindows()
                            + " x "
                            + shard.getGridBuckets()
                            + " cells, this version of AnnealDB knows "
                            + GridGeometry.WINDOWS
                            + " x "
                            + GridGeometry.BUCKETS
                            + ". Run one version of AnnealDB on all nodes.");
        }
        return new ShardInfo(
                new ShardId(shard.getId()),
                shard.getOwnersList().stream()
                        .map(
                                owner ->
                                        new Owner(
                                                new NodeId(owner.getNodeId()),
                                                OwnerState.valueOf(owner.getState().name())))
                        .toList(),
                new GridGeometry(range, new HashKey(shard.getHashKeyLow(), shard.getHashKeyHigh())),
                shard.getOwnerEpoch());
    }
}

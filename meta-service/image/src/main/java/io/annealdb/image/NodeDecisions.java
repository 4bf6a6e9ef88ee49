package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.digest.HashKey;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RegisterDataNode;
import io.annealdb.proto.RegisterMetaNode;
import io.annealdb.proto.ShardsHeld;
import java.util.Optional;

/** Decisions about the cluster itself and who belongs to it. */
final class NodeDecisions {
    private NodeDecisions() {}

    /**
     * The first one names the cluster, keys its digests and brings the background repair's first
     * settings; a later one changes the replication alone.
     */
    static void initCluster(DecisionDraft draft, InitCluster asked) {
        ClusterImage image = draft.image();
        if (image.clusterId().isEmpty()) {
            draft.add(
                    new MetaRecord.ClusterInitialised(
                            asked.getClusterId(),
                            new HashKey(asked.getHashKeyLow(), asked.getHashKeyHigh()),
                            asked.getDefaultReplication()));
            RepairConfig config = RepairCodec.decode(asked.getRepairConfig());
            if (!config.equals(image.repairConfig())) {
                draft.add(new MetaRecord.RepairConfigured(config));
            }
        } else if (image.defaultReplication() != asked.getDefaultReplication()) {
            draft.add(
                    new MetaRecord.ClusterInitialised(
                            image.clusterId(), image.hashKey(), asked.getDefaultReplication()));
        }
    }

    static void registerDataNode(DecisionDraft draft, RegisterDataNode asked) {
        ClusterImage image = draft.image();
        if (asked.getName().isEmpty()) {
            throw Refusal.because("A data node must have a name: set [data] name.");
        }
        refuseFolderOfAnother(image, asked);
        Optional<DataNodeInfo> known = image.dataNode(asked.getName());
        DataNodeInfo node =
                known.map(old -> returned(image, old, asked)).orElseGet(() -> joined(image, asked));
        if (!node.equals(known.orElse(null))) {
            draft.add(new MetaRecord.DataNodeRegistered(node));
        }
        MetaReply.Builder reply = draft.reply();
        reply.setNodeId(node.id().value());
        reply.setIncarnation(node.incarnation());
    }

    /** Only the node's own folder of now may say so, and never of shards that do not exist yet. */
    static void shardsHeld(DecisionDraft draft, ShardsHeld held) {
        ClusterImage image = draft.image();
        DataNodeInfo node =
                image.dataNode(new NodeId(held.getNodeId()))
                        .filter(known -> known.folderId().equals(held.getFolderId()))
                        .orElseThrow(
                                () ->
                                        Refusal.because(
                                                "Node %d is not registered with data folder %s."
                                                        .formatted(
                                                                held.getNodeId(),
                                                                held.getFolderId())));
        DataNodeInfo now = node.holdingBelow(Math.min(held.getBelow(), image.next().shard()));
        if (!now.equals(node)) {
            draft.add(new MetaRecord.DataNodeRegistered(now));
        }
    }

    private static void refuseFolderOfAnother(ClusterImage image, RegisterDataNode asked) {
        for (DataNodeInfo node : image.dataNodes()) {
            if (!asked.getFolderId().isEmpty()
                    && node.folderId().equals(asked.getFolderId())
                    && !node.name().equals(asked.getName())) {
                throw Refusal.because(
                        "The data folder belongs to "
                                + node.name()
                                + ", not to "
                                + asked.getName()
                                + ". Give each data node its own data-dir.");
            }
        }
    }

    private static DataNodeInfo joined(ClusterImage image, RegisterDataNode asked) {
        return node(asked, new NodeId(image.next().node()), 1, 1, 0);
    }

    private static DataNodeInfo returned(
            ClusterImage image, DataNodeInfo old, RegisterDataNode asked) {
        if (!asked.getStartId().isEmpty() && asked.getStartId().equals(old.startId())) {
            return old;
        }
        int incarnation = old.incarnation() + 1;
        if (old.folderId().equals(asked.getFolderId())) {
            return node(asked, old.id(), incarnation, old.folderIncarnation(), old.heldBelow());
        }
        return node(asked, old.id(), incarnation, incarnation, image.next().shard());
    }

    private static DataNodeInfo node(
            RegisterDataNode asked,
            NodeId id,
            int incarnation,
            int folderIncarnation,
            long heldBelow) {
        return new DataNodeInfo(
                id,
                asked.getName(),
                asked.getHttpAddress(),
                asked.getRpcAddress(),
                asked.getGossipAddress(),
                asked.getZone(),
                asked.getFolderId(),
                incarnation,
                folderIncarnation,
                heldBelow,
                asked.getStartId());
    }

    static void registerMetaNode(DecisionDraft draft, RegisterMetaNode asked) {
        MetaNodeInfo node =
                new MetaNodeInfo(
                        asked.getName(), asked.getOperatorAddress(), asked.getRaftAddress());
        if (!draft.image().metaNodes().contains(node)) {
            draft.add(new MetaRecord.MetaNodeRegistered(node));
        }
    }
}

package io.annealdb.data.node;

import io.annealdb.data.image.ImageCache;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RegisterDataNode;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a node joins its cluster at each start: it looks whether the folder is its own and of this
 * cluster, then tells meta that it has started. While meta is away, a node that has joined before
 * starts from its last image.
 */
public final class Registration {
    /** What the node is from now on. */
    public record Joined(NodeId node, String clusterId, int incarnation, boolean countedByMeta) {}

    /**
     * What the node says of itself.
     *
     * @param startId drawn at each start, so that a repeated registration counts once
     */
    public record Self(
            String name,
            String zone,
            String rpcAddress,
            String httpAddress,
            String gossipAddress,
            String folderId,
            String startId) {}

    private final Directory directory;
    private final String folder;
    private final MetaService meta;
    private final ImageCache images;
    private final InstantSource clock;
    private final Self self;

    /**
     * @param folder how the operator knows the data folder
     */
    Registration(
            Directory directory,
            String folder,
            MetaService meta,
            ImageCache images,
            InstantSource clock,
            Self self) {
        this.directory = directory;
        this.folder = folder;
        this.meta = meta;
        this.images = images;
        this.clock = clock;
        this.self = self;
    }

    /**
     * Refuses a folder of another node, before anything in it is touched.
     *
     * @throws StartException if it is one
     */
    static Optional<NodeRecord> checkFolder(Directory directory, String folder, String name)
            throws IOException {
        Optional<NodeRecord> record = NodeRecord.read(directory);
        if (record.isPresent() && !record.get().name().equals(name)) {
            throw new StartException(
                    "data folder "
                            + folder
                            + " belongs to node "
                            + record.get().name()
                            + ", this node is "
                            + name
                            + ". Set [data] dir or [node] name right.");
        }
        return record;
    }

    /**
     * Joins with meta's help.
     *
     * @throws StartException if meta or the folder refuses
     */
    Joined join() throws IOException {
        Optional<NodeRecord> before = NodeRecord.read(directory);
        ClusterImage image = meta.image(true);
        if (before.isPresent() && !before.get().clusterId().equals(image.clusterId())) {
            throw new StartException(
                    "data folder "
                            + folder
                            + " belongs to cluster "
                            + before.get().clusterId()
                            + ", the meta nodes are of cluster "
                            + image.clusterId()
                            + ". Set [data] dir or [meta] servers right.");
        }
        MetaReply reply =
                meta.execute(
                        MetaCommand.newBuilder()
                                .setNow(clock.millis())
                                .setRegisterDataNode(
                                        RegisterDataNode.newBuilder()
                                                .setName(self.name())
                                                .setZone(self.zone())
                                                .setRpcAddress(self.rpcAddress())
                                                .setHttpAddress(self.httpAddress())
                                                .setGossipAddress(self.gossipAddress())
                                                .setFolderId(self.folderId())
                                                .setStartId(self.startId()))
                                .build());
        if (!reply.getError().isEmpty()) {
            throw new StartException(
                    "meta does not take node " + self.name() + ": " + reply.getError());
        }
        images.advance(meta.image(true));
        NodeId node = new NodeId(reply.getNodeId());
        String clusterId = images.image().clusterId();
        keep(new NodeRecord(self.name(), clusterId, node.value(), starts(before)));
        return new Joined(node, clusterId, reply.getIncarnation(), true);
    }

    private static int starts(Optional<NodeRecord> before) {
        return before.map(NodeRecord::starts).orElse(0);
    }

    private void keep(NodeRecord record) throws IOException {
        if (!NodeRecord.read(directory).equals(Optional.of(record))) {
            record.write(directory);
        }
    }

    /**
     * Joins from the last image, if this node with this folder is in it.
     *
     * @param record with this start counted
     */
    Optional<Joined> joinWithoutMeta(NodeRecord record) {
        ClusterImage image = images.image();
        Optional<DataNodeInfo> known = image.dataNode(new NodeId(record.nodeId()));
        boolean ours =
                known.isPresent()
                        && known.get().folderId().equals(self.folderId())
                        && image.clusterId().equals(record.clusterId());
        return ours
                ? Optional.of(
                        new Joined(
                                known.get().id(),
                                record.clusterId(),
                                record.incarnationWithoutMeta(),
                                false))
                : Optional.empty();
    }

    /** Whether meta can be asked now; does not throw for being away. */
    Optional<Joined> tryJoin() throws IOException {
        try {
            return Optional.of(join());
        } catch (MetaUnavailableException e) {
            return Optional.empty();
        }
    }
}

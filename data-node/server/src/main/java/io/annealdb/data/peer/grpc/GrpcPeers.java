package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.Peer;
import io.annealdb.data.peer.Peers;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.wire.Channels;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Peers over gRPC, at the addresses that the image has. */
public final class GrpcPeers implements Peers {
    private record Known(String address, GrpcPeer peer) {}

    private final NodeId self;
    private final Channels channels;
    private final Supplier<ClusterImage> image;
    private final Executor callbacks;
    private final Duration writeTimeout;
    private final Map<NodeId, Known> peers = new ConcurrentHashMap<>();

    /**
     * @param callbacks runs what follows an answer; it may block
     */
    public GrpcPeers(
            NodeId self,
            Channels channels,
            Supplier<ClusterImage> image,
            Executor callbacks,
            Duration writeTimeout) {
        this.self = self;
        this.channels = channels;
        this.image = image;
        this.callbacks = callbacks;
        this.writeTimeout = writeTimeout;
    }

    @Override
    public Peer peer(NodeId node) {
        String address = image.get().dataNode(node).map(DataNodeInfo::rpcAddress).orElse("");
        return peers.compute(
                        node,
                        (id, known) ->
                                known != null && known.address.equals(address)
                                        ? known
                                        : new Known(address, open(id, address)))
                .peer;
    }

    private GrpcPeer open(NodeId node, String address) {
        return new GrpcPeer(self, node, address, channels, callbacks, writeTimeout);
    }
}

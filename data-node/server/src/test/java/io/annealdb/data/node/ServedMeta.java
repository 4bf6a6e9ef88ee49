package io.annealdb.data.node;

import io.annealdb.image.ClusterImage;
import io.annealdb.meta.client.InMemoryMeta;
import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.proto.Envelope;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.ImageReply;
import io.annealdb.proto.ImageRequest;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaGrpc;
import io.annealdb.proto.MetaReply;
import io.annealdb.wire.Identity;
import io.annealdb.wire.TransportSecurity;
import io.annealdb.wire.WireServer;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The meta service in memory, behind a real gRPC port that can be closed and opened again. */
final class ServedMeta implements Closeable {
    private final InMemoryMeta meta = new InMemoryMeta();
    private final ThreadScheduler scheduler = new ThreadScheduler("meta");
    private final String clusterId;
    private WireServer server;
    private final int port;

    ServedMeta(String clusterId, int replication) throws IOException {
        this.clusterId = clusterId;
        meta.execute(
                MetaCommand.newBuilder()
                        .setInitCluster(
                                InitCluster.newBuilder()
                                        .setClusterId(clusterId)
                                        .setHashKeyLow(1)
                                        .setHashKeyHigh(2)
                                        .setDefaultReplication(replication))
                        .build());
        port = Addresses.withPort(loopback(0)).getPort();
        open();
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    MetaService meta() {
        return meta;
    }

    ClusterImage image() throws IOException {
        return meta.image(true);
    }

    void open() throws IOException {
        meta.setReachable(true);
        server =
                WireServer.start(
                        loopback(port),
                        TransportSecurity.plaintext(),
                        new MetaIdentity(),
                        scheduler,
                        List.of(new Service()));
    }

    void cutOff() {
        meta.setReachable(false);
        server.close();
    }

    @Override
    public void close() {
        cutOff();
        scheduler.close();
    }

    private final class MetaIdentity implements Identity {
        @Override
        public Envelope outgoing() {
            return Envelope.newBuilder()
                    .setClusterId(clusterId)
                    .setProtocolVersion(PROTOCOL_VERSION)
                    .build();
        }

        @Override
        public void incoming(Envelope envelope) {
            Identity.refuseForeign(envelope, clusterId);
        }
    }

    private final class Service extends MetaGrpc.MetaImplBase {
        private <T> void answer(StreamObserver<T> out, Call<T> call) {
            try {
                out.onNext(call.call());
                out.onCompleted();
            } catch (MetaUnavailableException e) {
                out.onError(Status.UNAVAILABLE.asRuntimeException());
            }
        }

        @Override
        public void execute(MetaCommand command, StreamObserver<MetaReply> out) {
            answer(out, () -> meta.execute(command));
        }

        @Override
        public void image(ImageRequest request, StreamObserver<ImageReply> out) {
            answer(out, () -> reply(meta.image(true)));
        }

        private ImageReply reply(ClusterImage image) {
            return ImageReply.newBuilder().setImage(image.toProto()).build();
        }

        @Override
        public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatReply> out) {
            answer(out, () -> meta.heartbeat(request));
        }

        @Override
        public void watchImage(ImageRequest request, StreamObserver<ImageReply> out) {
            ServerCallStreamObserver<ImageReply> stream =
                    (ServerCallStreamObserver<ImageReply>) out;
            stream.setOnCancelHandler(() -> {});
            meta.watch(
                    request.getNewerThan(),
                    image -> {
                        if (!stream.isCancelled()) {
                            stream.onNext(reply(image));
                        }
                    },
                    why -> {
                        if (!stream.isCancelled()) {
                            stream.onError(Status.UNAVAILABLE.asRuntimeException());
                        }
                    });
        }
    }

    private interface Call<T> {
        T call() throws MetaUnavailableException;
    }
}

package io.annealdb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.proto.Envelope;
import io.annealdb.proto.ImageProto;
import io.annealdb.proto.ImageReply;
import io.annealdb.proto.ImageRequest;
import io.annealdb.proto.MetaGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private final Recorder server = new Recorder("cluster-a", 7, 1);
    private WireServer listening;
    private Channels channels;

    @BeforeEach
    void start() throws IOException {
        listening =
                WireServer.start(
                        new InetSocketAddress("127.0.0.1", 0),
                        TransportSecurity.plaintext(),
                        server,
                        Runnable::run,
                        List.of(new AnsweringMeta()));
    }

    @AfterEach
    void stop() {
        channels.close();
        listening.close();
    }

    @Test
    void bothSidesHearTheOthersClockAndImage() {
        Recorder caller = new Recorder("cluster-a", 3, 2);

        ImageReply reply = callFrom(caller);

        assertThat(server.heard).extracting(Envelope::getClock).containsExactly(3L);
        assertThat(caller.heard).extracting(Envelope::getClock).containsExactly(7L);
        assertThat(server.heard.peek().getImageVersion()).isEqualTo(2);
        assertThat(reply.getImage().getClusterId())
                .as("request id at the service")
                .isEqualTo("request-1");
        assertThat(caller.heard.peek().getRequestId()).isEqualTo("request-1");
    }

    @Test
    void aCommandThatKnowsNoClusterYetIsServed() {
        callFrom(new Recorder("", 0, 0));

        assertThat(server.heard).hasSize(1);
    }

    @Test
    void aForeignClusterIsRefusedWithBothNames() {
        assertThatThrownBy(() -> callFrom(new Recorder("cluster-b", 1, 1)))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> {
                            assertThat(e.getStatus().getCode())
                                    .isEqualTo(Status.Code.FAILED_PRECONDITION);
                            assertThat(e)
                                    .hasMessageContaining("cluster-b")
                                    .hasMessageContaining("cluster-a");
                        });
    }

    @Test
    void anotherProtocolIsRefused() {
        Recorder caller = new Recorder("cluster-a", 1, 1);
        caller.protocol = Identity.PROTOCOL_VERSION + 1;

        assertThatThrownBy(() -> callFrom(caller)).hasMessageContaining("protocol version");
    }

    @Test
    void aTakenPortIsNamed() {
        channels = new Channels(TransportSecurity.plaintext(), server, () -> "r");
        assertThatThrownBy(
                        () ->
                                WireServer.start(
                                        new InetSocketAddress("127.0.0.1", listening.port()),
                                        TransportSecurity.plaintext(),
                                        server,
                                        Runnable::run,
                                        List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + listening.port());
    }

    private ImageReply callFrom(Recorder caller) {
        channels = new Channels(TransportSecurity.plaintext(), caller, () -> "request-1");
        return MetaGrpc.newBlockingStub(channels.to("127.0.0.1:" + listening.port()))
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .image(ImageRequest.getDefaultInstance());
    }

    /** Answers with the request id that it saw, in the place of a cluster id. */
    private static final class AnsweringMeta extends MetaGrpc.MetaImplBase {
        @Override
        public void image(ImageRequest request, StreamObserver<ImageReply> answer) {
            ImageProto image =
                    ImageProto.newBuilder()
                            .setClusterId(Envelopes.ofCaller().getRequestId())
                            .build();
            answer.onNext(ImageReply.newBuilder().setImage(image).build());
            answer.onCompleted();
        }
    }

    private static final class Recorder implements Identity {
        private final String cluster;
        private final long clock;
        private final long imageVersion;
        private final ConcurrentLinkedQueue<Envelope> heard = new ConcurrentLinkedQueue<>();
        private int protocol = PROTOCOL_VERSION;

        Recorder(String cluster, long clock, long imageVersion) {
            this.cluster = cluster;
            this.clock = clock;
            this.imageVersion = imageVersion;
        }

        @Override
        public Envelope outgoing() {
            return Envelope.newBuilder()
                    .setClusterId(cluster)
                    .setProtocolVersion(protocol)
                    .setClock(clock)
                    .setImageVersion(imageVersion)
                    .build();
        }

        @Override
        public void incoming(Envelope envelope) {
            Identity.refuseForeign(envelope, cluster);
            heard.add(envelope);
        }
    }
}

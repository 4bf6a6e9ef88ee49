package io.annealdb.meta.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.DropDatabase;
import io.annealdb.proto.Envelope;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.ImageReply;
import io.annealdb.proto.ImageRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaGrpc;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.RepairReply;
import io.annealdb.proto.RepairRequest;
import io.annealdb.wire.Channels;
import io.annealdb.wire.Identity;
import io.annealdb.wire.TransportSecurity;
import io.annealdb.wire.WireServer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against meta nodes that answer what the test wants. */
class MetaClientTest {
    private static final MetaCommand CREATE =
            MetaCommand.newBuilder()
                    .setCreateDatabase(CreateDatabase.newBuilder().setName("a"))
                    .build();
    private static final MetaCommand DROP =
            MetaCommand.newBuilder()
                    .setDropDatabase(DropDatabase.newBuilder().setName("a"))
                    .build();

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<FakeMeta> metas = new ArrayList<>();
    private final Channels channels =
            new Channels(TransportSecurity.plaintext(), new Anybody(), () -> "id");
    private MetaClient client;

    private static final class Anybody implements Identity {
        @Override
        public Envelope outgoing() {
            return Envelope.newBuilder().setProtocolVersion(PROTOCOL_VERSION).build();
        }

        @Override
        public void incoming(Envelope envelope) {
            Identity.refuseForeign(envelope, "");
        }
    }

    private final class FakeMeta extends MetaGrpc.MetaImplBase {
        final WireServer server;
        final String address;
        final AtomicInteger commands = new AtomicInteger();
        volatile Status failing = Status.OK;

        FakeMeta() throws IOException {
            server =
                    WireServer.start(
                            new InetSocketAddress("127.0.0.1", 0),
                            TransportSecurity.plaintext(),
                            new Anybody(),
                            executor,
                            List.of(this));
            address = "127.0.0.1:" + server.port();
        }

        private <A> void answer(StreamObserver<A> out, A reply) {
            if (failing.isOk()) {
                out.onNext(reply);
                out.onCompleted();
            } else {
                out.onError(failing.asRuntimeException());
            }
        }

        @Override
        public void execute(MetaCommand command, StreamObserver<MetaReply> out) {
            commands.incrementAndGet();
            answer(out, MetaReply.newBuilder().setImageVersion(metas.indexOf(this)).build());
        }

        @Override
        public void image(ImageRequest request, StreamObserver<ImageReply> out) {
            out.onNext(ImageReply.getDefaultInstance());
            out.onCompleted();
        }

        @Override
        public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatReply> out) {
            answer(out, HeartbeatReply.newBuilder().setImageVersion(metas.indexOf(this)).build());
        }

        @Override
        public void repair(RepairRequest request, StreamObserver<RepairReply> out) {
            out.onError(Status.NOT_FOUND.asRuntimeException());
        }
    }

    @BeforeEach
    void threeMetaNodes() throws IOException {
        for (int i = 0; i < 3; i++) {
            metas.add(new FakeMeta());
        }
        client = new MetaClient(channels, metas.stream().map(meta -> meta.address).toList());
    }

    @AfterEach
    void stop() {
        channels.close();
        metas.forEach(meta -> meta.server.close());
        executor.shutdownNow();
    }

    private List<Integer> commands() {
        return metas.stream().map(meta -> meta.commands.get()).toList();
    }

    @Test
    void aCallGoesToTheNextNodeAndStaysThere() throws Exception {
        metas.get(0).server.close();
        metas.get(1).failing = Status.UNAVAILABLE.withDescription("no leader");
        assertThat(client.execute(CREATE).getImageVersion()).isEqualTo(2);
        metas.get(1).failing = Status.OK;
        assertThat(client.execute(CREATE).getImageVersion()).isEqualTo(2);
        assertThat(commands()).containsExactly(0, 1, 2);
    }

    @Test
    void whenNobodyAnswersTheMessageNamesEachAndWhy() {
        metas.get(0).server.close();
        Stream.of(1, 2)
                .forEach(
                        i ->
                                metas.get(i).failing =
                                        Status.UNAVAILABLE.withDescription("no majority"));
        MetaUnavailableException e =
                catchThrowableOfType(MetaUnavailableException.class, () -> client.execute(CREATE));
        assertThat(e)
                .hasMessageContaining(metas.get(0).address + " (no connection)")
                .hasMessageContaining("(no majority)")
                .hasMessageContaining("Start a meta node")
                .hasMessageNotContaining("\n");
        assertThat(e.perhapsDone()).isTrue();
        metas.forEach(meta -> meta.server.close());
        MetaUnavailableException unreached =
                catchThrowableOfType(MetaUnavailableException.class, () -> client.execute(CREATE));
        assertThat(unreached.perhapsDone()).isFalse();
    }

    @Test
    void aDropIsSentOnceToANodeThatAnswers() throws Exception {
        metas.get(0).server.close();
        client.execute(DROP);
        assertThat(commands()).containsExactly(0, 1, 0);
        metas.get(1).failing = Status.UNAVAILABLE;
        assertThatThrownBy(() -> client.execute(DROP))
                .isInstanceOf(MetaUnavailableException.class)
                .hasMessageContaining("It may have happened");
        assertThat(commands()).containsExactly(0, 2, 0);
    }

    @Test
    void aHeartbeatReachesAllThatLive() throws Exception {
        metas.get(2).server.close();
        assertThat(client.heartbeat(HeartbeatRequest.getDefaultInstance()).getImageVersion())
                .isEqualTo(1);
        metas.forEach(meta -> meta.server.close());
        assertThatThrownBy(() -> client.heartbeat(HeartbeatRequest.getDefaultInstance()))
                .isInstanceOf(MetaUnavailableException.class);
    }

    @Test
    void anUnknownRepairIsNoFailure() throws Exception {
        assertThat(client.repair(7)).isEmpty();
    }
}

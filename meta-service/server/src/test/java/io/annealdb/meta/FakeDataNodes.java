package io.annealdb.meta;

import com.google.protobuf.ByteString;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.Envelope;
import io.annealdb.proto.HopOrder;
import io.annealdb.proto.HopPhaseProto;
import io.annealdb.proto.HopProgress;
import io.annealdb.proto.HopReportProto;
import io.annealdb.proto.RingEndedReply;
import io.annealdb.proto.RingEndedRequest;
import io.annealdb.proto.RootsReply;
import io.annealdb.proto.RootsRequest;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.proto.StopHopReply;
import io.annealdb.proto.StopHopRequest;
import io.annealdb.wire.Identity;
import io.annealdb.wire.TransportSecurity;
import io.annealdb.wire.WireServer;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Data nodes whose shards are sets of numbers: what the coordinator calls, and nothing more. */
final class FakeDataNodes implements AutoCloseable {
    private final Map<Integer, WireServer> servers = new TreeMap<>();
    private final Map<Integer, Integer> ports = new TreeMap<>();
    private final Map<Integer, Set<Long>> values = new ConcurrentHashMap<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Map<Integer, ServerCallStreamObserver<HopProgress>> tellingAtStop =
            new ConcurrentHashMap<>();
    private final Set<Object> stopped = ConcurrentHashMap.newKeySet();
    private boolean held; // under this object's lock

    /** Whether a hop that is stopped tells of two points, sent since its first report. */
    volatile boolean tellsAtStop;

    /** Each hop that has begun, as {@code 1→2}. */
    final ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedQueue<String> cancelled = new ConcurrentLinkedQueue<>();

    /** Each owner that was told that it is whole, as {@code r-1 2}. */
    final ConcurrentLinkedQueue<String> whole = new ConcurrentLinkedQueue<>();

    FakeDataNodes(int count) throws IOException {
        for (int id = 1; id <= count; id++) {
            Set<Long> own = new TreeSet<>();
            own.add(100L + id);
            values.put(id, own);
            start(id, 0);
        }
    }

    private void start(int id, int port) throws IOException {
        WireServer server =
                WireServer.start(
                        new InetSocketAddress("127.0.0.1", port),
                        TransportSecurity.plaintext(),
                        new Anybody(),
                        executor,
                        List.of(new Node(id)));
        servers.put(id, server);
        ports.put(id, server.port());
    }

    String address(int id) {
        return "127.0.0.1:" + ports.get(id);
    }

    synchronized Set<Long> valuesOf(int id) {
        return Set.copyOf(values.get(id));
    }

    /** Hops that begin from now on send a first report, and stop there. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }

    void kill(int id) {
        servers.remove(id).close();
    }

    @Override
    public void close() {
        release();
        servers.values().forEach(WireServer::close);
        executor.shutdownNow();
    }

    private final class Node extends DataNodeGrpc.DataNodeImplBase {
        private final int id;

        Node(int id) {
            this.id = id;
        }

        @Override
        public void roots(RootsRequest request, StreamObserver<RootsReply> out) {
            RootsReply.Builder reply = RootsReply.newBuilder();
            synchronized (FakeDataNodes.this) {
                long sum = values.get(id).stream().mapToLong(v -> v * 31 + 7).sum();
                ShardRoot root =
                        new ShardRoot(new CellDigest(sum, sum, sum, values.get(id).size()), 0);
                for (long shard : request.getShardIdsList()) {
                    reply.addRoots(
                            ShardRootProto.newBuilder()
                                    .setShardId(shard)
                                    .setHealth(ShardHealthProto.WHOLE)
                                    .setRoot(ByteString.copyFrom(root.encode())));
                }
            }
            out.onNext(reply.build());
            out.onCompleted();
        }

        @Override
        public void runHop(HopOrder order, StreamObserver<HopProgress> observer) {
            var out = (ServerCallStreamObserver<HopProgress>) observer;
            String hop = id + "→" + order.getTo();
            out.setOnCancelHandler(() -> cancelled.add(hop));
            if (tellsAtStop) {
                tellingAtStop.put(id, out);
            }
            begun.add(hop);
            HopReportProto.Builder report =
                    HopReportProto.newBuilder()
                            .setFrom(id)
                            .setTo(order.getTo())
                            .setPhase(HopPhaseProto.STREAMING)
                            .setPointsPlanned(9)
                            .setRoundTrips(1);
            out.onNext(HopProgress.newBuilder().setReport(report).build());
            executor.execute(() -> finish(order, report, out));
        }

        private void finish(
                HopOrder order,
                HopReportProto.Builder report,
                ServerCallStreamObserver<HopProgress> out) {
            int sent;
            synchronized (FakeDataNodes.this) {
                while (held) {
                    try {
                        FakeDataNodes.this.wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (out.isCancelled() || stopped.contains(out)) {
                    return;
                }
                Set<Long> lacking = new TreeSet<>(values.get(id));
                lacking.removeAll(values.get(order.getTo()));
                values.get(order.getTo()).addAll(lacking);
                sent = lacking.size();
            }
            report.setPhase(sent == 0 ? HopPhaseProto.SKIPPED : HopPhaseProto.VERIFIED)
                    .setPointsSent(sent)
                    .setValuesSent(sent);
            out.onNext(HopProgress.newBuilder().setReport(report).setEnded(true).build());
            out.onCompleted();
        }

        @Override
        public void stopHop(StopHopRequest request, StreamObserver<StopHopReply> out) {
            ServerCallStreamObserver<HopProgress> hop = tellingAtStop.remove(id);
            if (hop == null) {
                super.stopHop(request, out);
                return;
            }
            stopped.add(hop);
            out.onNext(StopHopReply.getDefaultInstance());
            out.onCompleted();
            hop.onNext(
                    HopProgress.newBuilder()
                            .setReport(
                                    HopReportProto.newBuilder()
                                            .setFrom(id)
                                            .setTo(request.getTo())
                                            .setPhase(HopPhaseProto.ABANDONED)
                                            .setRoundTrips(1)
                                            .setPointsSent(2)
                                            .setValuesSent(3)
                                            .setPayloadBytes(40))
                            .setEnded(true)
                            .build());
            hop.onCompleted();
        }

        @Override
        public void ringEnded(RingEndedRequest request, StreamObserver<RingEndedReply> out) {
            if (request.getWhole()) {
                whole.add(request.getRepairId() + " " + id);
            }
            out.onNext(RingEndedReply.getDefaultInstance());
            out.onCompleted();
        }
    }

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
}

package io.annealdb.meta;

import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.image.RepairConfig;
import io.annealdb.meta.client.MetaClient;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.Envelope;
import io.annealdb.proto.MetaCommand;
import io.annealdb.wire.Channels;
import io.annealdb.wire.Identity;
import io.annealdb.wire.TransportSecurity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Meta nodes over real gRPC and Raft, in one JVM, on free ports. */
final class MetaCluster implements AutoCloseable {
    private final Path dir;
    private final List<MetaPeer> peers;
    private final Map<String, MetaNode> running = new TreeMap<>();
    private final Map<String, MetricRegistry> metrics = new TreeMap<>();
    private final AtomicLong aheadMillis = new AtomicLong();
    private final ThreadScheduler scheduler = new ThreadScheduler();
    private final List<Channels> channels = new ArrayList<>();

    MetaCluster(Path dir, int nodes) throws IOException {
        this.dir = dir;
        List<Integer> ports = freePorts(2 * nodes);
        this.peers =
                IntStream.range(0, nodes)
                        .mapToObj(
                                i ->
                                        new MetaPeer(
                                                "meta-" + (i + 1),
                                                "127.0.0.1:" + ports.get(2 * i),
                                                "127.0.0.1:" + ports.get(2 * i + 1)))
                        .toList();
    }

    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    MetaCluster startAll() throws IOException {
        for (MetaPeer peer : peers) {
            start(peer.name());
        }
        awaitReady();
        return this;
    }

    MetaNode start(String name) throws IOException {
        metrics.put(name, new MetricRegistry());
        MetaNode node = MetaNode.start(config(name), seams(name));
        running.put(name, node);
        return node;
    }

    MetaNodeConfig config(String name) {
        MetaPeer self = peers.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
        return new MetaNodeConfig(
                name,
                dir.resolve(name),
                self.operatorAddress(),
                self.raftAddress(),
                peers,
                0,
                RepairConfig.DEFAULT);
    }

    Seams seams(String name) {
        return new Seams(
                () -> Instant.now().plusMillis(aheadMillis.get()),
                new Random(name.hashCode()),
                scheduler,
                metrics.computeIfAbsent(name, n -> new MetricRegistry()),
                TransportSecurity.plaintext());
    }

    /** From now on the clocks of all nodes are so far ahead of the real one. */
    void setClockAhead(Duration ahead) {
        aheadMillis.set(ahead.toMillis());
    }

    MetricRegistry metrics(String name) {
        return metrics.get(name);
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> running.values().stream().allMatch(MetaNode::ready));
    }

    String leader() {
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().leads())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    String awaitLeader() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> running.values().stream().anyMatch(MetaNode::leads));
        return leader();
    }

    String aFollower() {
        return running.entrySet().stream()
                .filter(entry -> !entry.getValue().leads())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    void stop(String name) {
        running.remove(name).close();
    }

    /** All at the same time: Ratis takes a second to close a log. */
    void stopAll() {
        List.copyOf(running.values()).parallelStream().forEach(MetaNode::close);
        running.clear();
    }

    /** A client that knows all meta nodes, or the named ones alone. */
    MetaClient client(String... names) {
        List<String> wanted = List.of(names);
        Channels own = new Channels(TransportSecurity.plaintext(), new Stranger(), () -> "request");
        channels.add(own);
        return new MetaClient(
                own,
                peers.stream()
                        .filter(peer -> wanted.isEmpty() || wanted.contains(peer.name()))
                        .map(MetaPeer::operatorAddress)
                        .toList());
    }

    static MetaCommand createDatabase(String name) {
        return MetaCommand.newBuilder()
                .setCreateDatabase(CreateDatabase.newBuilder().setName(name))
                .build();
    }

    @Override
    public void close() {
        stopAll();
        channels.forEach(Channels::close);
        scheduler.close();
    }

    /** A command that does not know its cluster. */
    private static final class Stranger implements Identity {
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

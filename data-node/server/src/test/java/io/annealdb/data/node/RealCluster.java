package io.annealdb.data.node;

import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.line.LineProtocol;
import io.annealdb.points.line.Precision;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.MetaCommand;
import io.annealdb.storage.ShardView;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Data nodes with real disks, threads and gRPC in one process, and a meta service in memory. */
final class RealCluster implements Closeable {
    static final long T0 = 1_700_000_000_000_000_000L;

    final ServedMeta meta;
    private final Path root;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<Integer, Map<String, String>> ports = new HashMap<>();
    private final Map<Integer, DataNode> nodes = new TreeMap<>();

    RealCluster(Path root, int replication) throws IOException {
        this(root, replication, "c-1");
    }

    RealCluster(Path root, int replication, String clusterId) throws IOException {
        this.root = root;
        this.meta = new ServedMeta(clusterId, replication);
        settings.put("hinted-handoff.retry-interval", "50ms");
        settings.put("hinted-handoff.retry-max-interval", "200ms");
    }

    RealCluster with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    RealCluster start(int... numbers) throws Exception {
        for (int number : numbers) {
            nodes.put(number, DataNode.start(config(number, "data-" + number)));
        }
        return this;
    }

    DataNodeConfig config(int number, String name) {
        Map<String, String> given = new HashMap<>(settings);
        given.put("node.name", name);
        given.put("data.dir", folder(number).toString());
        given.put("meta.servers", meta.address());
        given.putAll(ports.computeIfAbsent(number, n -> freePorts()));
        return DataNodeConfig.of(given);
    }

    Path folder(int number) {
        return root.resolve("data-" + number);
    }

    /** All are held while they are chosen, or they could be the same. */
    private static Map<String, String> freePorts() {
        try (ServerSocket rpc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket swim = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Map.of(
                    "node.rpc-bind-address", "127.0.0.1:" + rpc.getLocalPort(),
                    "gossip.bind-address", "127.0.0.1:" + swim.getLocalPort(),
                    "http.bind-address", "127.0.0.1:" + http.getLocalPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    DataNode node(int number) {
        return nodes.get(number);
    }

    DataNodeParts parts(int number) {
        return nodes.get(number).parts();
    }

    void stop(int number) throws IOException {
        nodes.remove(number).close();
    }

    void createDatabase(String name) throws IOException {
        meta.meta()
                .execute(
                        MetaCommand.newBuilder()
                                .setNow(System.currentTimeMillis())
                                .setCreateDatabase(CreateDatabase.newBuilder().setName(name))
                                .build());
    }

    WriteOutcome write(int number, Consistency level, String... lines) {
        return parts(number).points().write("db", null, rows(lines), level);
    }

    static Rows rows(String... lines) {
        byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return LineProtocol.parse(body, body.length, Precision.NANOSECOND, T0).rows();
    }

    List<ShardPlace> shards() throws IOException {
        return List.copyOf(meta.image().shards());
    }

    /** Every value of field {@code v} on one node's own copies, by series and time. */
    Map<String, String> values(int number) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (ShardPlace place : shards()) {
            ShardView.Scan scan =
                    new ShardView.Scan(
                            new SeriesPredicate.Every(),
                            List.of("v"),
                            Long.MIN_VALUE,
                            Long.MAX_VALUE,
                            true);
            try (ColumnStream runs = parts(number).calls().scan(place.shard().id(), scan, true)) {
                while (runs.hasNext()) {
                    SeriesColumns run = runs.next();
                    for (int row = 0; row < run.size(); row++) {
                        found.put(
                                run.series() + " " + (run.times()[row] - T0),
                                run.columns()[0].value(row).toString());
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        for (DataNode node : nodes.values()) {
            node.close();
        }
        meta.close();
    }
}

package io.annealdb.data.node;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jvm.GarbageCollectorMetricSet;
import com.codahale.metrics.jvm.MemoryUsageGaugeSet;
import com.codahale.metrics.jvm.ThreadStatesGaugeSet;
import io.annealdb.data.gossip.Membership;
import io.annealdb.data.gossip.SwimMembership;
import io.annealdb.data.http.HttpConfig;
import io.annealdb.data.http.HttpServer;
import io.annealdb.data.node.DataNodeConfig.GossipConfig;
import io.annealdb.data.peer.grpc.DataNodeService;
import io.annealdb.data.peer.grpc.GrpcPeers;
import io.annealdb.data.query.QuerySettings;
import io.annealdb.data.query.StatementExecutor;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.meta.client.MetaClient;
import io.annealdb.points.NodeId;
import io.annealdb.points.time.HybridClock;
import io.annealdb.query.QueryLimits;
import io.annealdb.repair.compare.Sleeper;
import io.annealdb.storage.Engine;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.LocalEngine;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.disk.FileDirectory;
import io.annealdb.wire.Channels;
import io.annealdb.wire.TransportSecurity;
import io.annealdb.wire.WireServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running data node: {@link DataNodeParts} on a real disk and a real network. Several may run in
 * one process.
 */
public final class DataNode implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DataNode.class);

    private final Deque<Closeable> opened = new ArrayDeque<>(); // the last one is closed first
    private final MetricRegistry metrics = new MetricRegistry();
    private DataNodeParts parts;
    private InetSocketAddress http;
    private InetSocketAddress rpc;

    private DataNode() {}

    /**
     * Starts a node; on return it serves. Waits for meta if the node is new to its cluster.
     *
     * @throws StartException if it cannot start: the message is one line for the operator
     * @throws InterruptedException if interrupted while it waited for meta
     */
    public static DataNode start(DataNodeConfig config) throws InterruptedException {
        DataNode node = new DataNode();
        try {
            node.open(named(config));
            return node;
        } catch (StartException | InterruptedException e) {
            node.closeQuietly();
            throw e;
        } catch (IOException | RuntimeException e) {
            node.closeQuietly();
            throw new StartException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static DataNodeConfig named(DataNodeConfig config) {
        DataNodeConfig.Node node = config.node();
        return node.name().isEmpty() ? config.with(node.withName(Addresses.hostName())) : config;
    }

    private void open(DataNodeConfig config) throws IOException, InterruptedException {
        metrics.registerAll("jvm.memory", new MemoryUsageGaugeSet());
        metrics.registerAll("jvm.gc", new GarbageCollectorMetricSet());
        metrics.registerAll("jvm.threads", new ThreadStatesGaugeSet());
        Directory directory = folder(config.data().dir());
        String folder = config.data().dir().toString();
        Registration.checkFolder(directory, folder, config.node().name());
        NodeGauges.registerDisk(metrics, config.data().dir());

        InstantSource clock = InstantSource.system();
        ThreadScheduler scheduler = keep(new ThreadScheduler(config.node().name()));
        Engine engine =
                LocalEngine.open(
                        engineOptions(config.data()), directory, clock, scheduler, metrics);
        Closeable engineUntilParts = keep(engine);
        HybridClock hybrid =
                new HybridClock(
                        clock, new KeptClockBound(directory), config.cluster().clockAheadMax());
        NodeIdentity identity = new NodeIdentity(hybrid);
        TransportSecurity security = TransportSecurity.plaintext();
        Channels channels =
                keep(new Channels(security, identity, () -> UUID.randomUUID().toString()));
        MetaClient meta = new MetaClient(channels, config.metaServers());

        rpc = Addresses.withPort(config.node().rpcBind());
        http = Addresses.withPort(config.http().bind());
        GossipConfig gossip = config.gossip();
        InetSocketAddress swim = Addresses.withPort(gossip.bind());
        String rpcAddress = Addresses.advertised(config.node().rpcAdvertise(), rpc);
        String swimHost = Addresses.host(rpcAddress);
        parts =
                DataNodeParts.open(
                        new NodeSurroundings(
                                config,
                                directory,
                                engine,
                                clock,
                                RandomGenerator.of("L64X128MixRandom"),
                                scheduler,
                                Sleeper.THREAD,
                                metrics,
                                hybrid,
                                identity,
                                meta,
                                rpcAddress,
                                Addresses.advertised(config.node().httpAdvertise(), http),
                                gossip.enabled() ? swimHost + ":" + swim.getPort() : ""),
                        folder,
                        (self, cluster) ->
                                new GrpcPeers(
                                        self,
                                        channels,
                                        cluster::image,
                                        scheduler,
                                        config.cluster().writeTimeout()));
        opened.remove(engineUntilParts);
        keep(parts);
        parts.start();
        keep(
                WireServer.start(
                        rpc,
                        security,
                        identity,
                        scheduler,
                        List.of(new DataNodeService(parts.calls(), parts.self(), scheduler))));
        if (gossip.enabled()) {
            parts.follow(listener -> keep(startSwim(swimHost, swim, listener)));
        }
        HttpServer api = serveHttp(config, clock, meta);
        keep(api::close);
        LOG.info(
                "Node {} ({}) serves HTTP at {} and peers at {}.",
                config.node().name(),
                parts.self(),
                http,
                rpc);
    }

    private SwimMembership startSwim(
            String host, InetSocketAddress bind, Membership.Listener listener) {
        List<String> seeds =
                parts.image().dataNodes().stream()
                        .filter(node -> !node.id().equals(parts.self()))
                        .map(DataNodeInfo::gossipAddress)
                        .filter(address -> !address.isEmpty())
                        .toList();
        return SwimMembership.start(
                new SwimMembership.Settings(
                        parts.image().clusterId(), parts.self(), host, bind, seeds),
                listener);
    }

    private HttpServer serveHttp(DataNodeConfig config, InstantSource clock, MetaClient meta)
            throws IOException {
        StatementExecutor statements =
                new StatementExecutor(
                        parts.images(),
                        meta,
                        parts.self(),
                        parts.calls(),
                        parts::trouble,
                        parts.peers(),
                        parts.health(),
                        parts.deletes(),
                        querySettings(config),
                        clock,
                        metrics);
        return HttpServer.start(
                HttpConfig.defaults(http, Math.toIntExact(config.http().bodyBytesMax())),
                parts.images(),
                parts.points(),
                statements,
                metrics,
                clock,
                parts.self().value());
    }

    private static QuerySettings querySettings(DataNodeConfig config) {
        DataNodeConfig.Queries queries = config.queries();
        return new QuerySettings(
                new QueryLimits(queries.pointsMax(), queries.seriesMax(), queries.bucketsMax()),
                config.cluster().queryTimeout(),
                queries.concurrentMax());
    }

    private static EngineOptions engineOptions(DataNodeConfig.Data data) {
        EngineOptions usual = EngineOptions.defaults();
        return new EngineOptions(
                data.cacheBytesMax(),
                usual.logSegmentBytes(),
                usual.rowsPerBlock(),
                usual.seriesTableBytesMax(),
                usual.seriesMapOffHeap(),
                usual.compactAtFiles(),
                data.logDelay(),
                usual.flushAfterIdle());
    }

    private static Directory folder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new StartException(
                    "data folder " + path + " cannot be made: " + e + ". Set [data] dir.", e);
        }
        if (!Files.isWritable(path)) {
            throw new StartException(
                    "data folder "
                            + path
                            + " cannot be written. Give it to the user that runs the node, or set"
                            + " [data] dir.");
        }
        return new FileDirectory(path);
    }

    private <T extends Closeable> T keep(T part) {
        opened.push(part);
        return part;
    }

    public NodeId id() {
        return parts.self();
    }

    /** Where the HTTP API is bound. */
    public InetSocketAddress httpAddress() {
        return http;
    }

    /** Where peers and meta call. */
    public InetSocketAddress rpcAddress() {
        return rpc;
    }

    public MetricRegistry metrics() {
        return metrics;
    }

    /** The node behind the ports, for whoever runs in the same process. */
    public DataNodeParts parts() {
        return parts;
    }

    /** Stops serving, then writes what is in memory to disk. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException | RuntimeException e) {
                if (failure == null) {
                    failure = new IOException("the node did not stop cleanly", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            LOG.debug("what had been opened does not close", e);
        }
    }
}

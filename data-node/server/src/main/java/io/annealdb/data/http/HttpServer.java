package io.annealdb.data.http;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.image.ClusterView;
import io.annealdb.data.query.Statements;
import io.annealdb.data.write.PointsWriter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The InfluxDB 1.x API of a data node. Serves from {@link #start} until {@link #close}, which lets
 * requests in progress end, for a while.
 */
public final class HttpServer implements AutoCloseable {
    /** Queries come in URLs, long ones too. */
    private static final int HEADER_BYTES_MAX = 1 << 20;

    /** Room for the error and for the shards that an answer lacks. */
    private static final int REPLY_HEADER_BYTES_MAX = 64 * 1024;

    private static final long STOP_MS = 5_000;

    /** How long a stop waits for a connection on which nothing happens. */
    private static final long SHUTDOWN_IDLE_MS = 50;

    private final Server server;
    private final ServerConnector connector;

    private HttpServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Binds the port and serves.
     *
     * @param nodeNumber what tells this node's request ids from others'
     * @throws IOException if the port cannot be had; the message is for the operator
     */
    public static HttpServer start(
            HttpConfig config,
            ClusterView cluster,
            PointsWriter points,
            Statements statements,
            MetricRegistry metrics,
            InstantSource clock,
            long nodeNumber)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(config.threadsMax(), 8);
        threads.setName("http");
        Server server = new Server(threads);
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(protocol()));
        connector.setHost(config.bind().getHostString());
        connector.setPort(config.bind().getPort());
        connector.setIdleTimeout(config.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MS);
        server.addConnector(connector);
        Router router = router(config, cluster, points, statements, metrics, clock, nodeNumber);
        server.setHandler(new GracefulHandler(router));
        server.setErrorHandler(new MalformedRequests());
        server.setStopTimeout(STOP_MS);
        HttpServer started = new HttpServer(server, connector);
        try {
            server.start();
        } catch (Exception e) {
            started.close();
            throw new IOException(
                    "cannot serve HTTP on "
                            + config.bind().getHostString()
                            + ":"
                            + config.bind().getPort()
                            + ": "
                            + innermost(e).getMessage()
                            + ". Stop what listens there, or set [http] bind-address.",
                    e);
        }
        return started;
    }

    private static HttpConfiguration protocol() {
        HttpConfiguration protocol = new HttpConfiguration();
        protocol.setSendServerVersion(false);
        protocol.setRequestHeaderSize(HEADER_BYTES_MAX);
        protocol.setResponseHeaderSize(REPLY_HEADER_BYTES_MAX);
        protocol.setUriCompliance(UriCompliance.LEGACY);
        return protocol;
    }

    private static Router router(
            HttpConfig config,
            ClusterView cluster,
            PointsWriter points,
            Statements statements,
            MetricRegistry metrics,
            InstantSource clock,
            long nodeNumber) {
        String version = ServerVersion.influx();
        BodyBudget bodies = new BodyBudget(config.bodyBytesAtOnceMax());
        Semaphore parses = new Semaphore(config.parsesAtOnceMax());
        Function<Function<Parameters, WriteEndpoint.Target>, Endpoint> write =
                target ->
                        new WriteEndpoint(
                                target,
                                points,
                                cluster,
                                clock,
                                config.bodyBytesMax(),
                                bodies,
                                parses,
                                metrics);
        Endpoint ping = new PingEndpoint(version);
        Endpoint prometheus =
                new NotServedEndpoint(
                        "Prometheus remote write and read are not served by this version of"
                                + " AnnealDB; use Telegraf between, or line protocol at /write");
        return new Router(version, new RequestIds(clock, nodeNumber))
                .read("/ping", ping)
                .read("/status", ping)
                .read("/health", new HealthEndpoint(version))
                .read("/metrics", new MetricsEndpoint(metrics))
                .read("/debug/vars", new VarsEndpoint(metrics))
                .add("/write", Set.of("POST"), write.apply(WriteEndpoint::version1))
                .add("/api/v2/write", Set.of("POST"), write.apply(WriteEndpoint::version2))
                .add(
                        "/query",
                        Set.of("GET", "POST"),
                        new QueryEndpoint(statements, config, bodies, metrics))
                .add(
                        "/api/v2/query",
                        Set.of("GET", "POST"),
                        new NotServedEndpoint(
                                "AnnealDB does not speak Flux; ask in InfluxQL at /query"))
                .add("/api/v1/prom/write", Set.of("POST"), prometheus)
                .add("/api/v1/prom/read", Set.of("POST"), prometheus);
    }

    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }

    /** Where it serves, also when it was told to pick a port. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server does not stop: " + e.getMessage(), e);
        }
    }
}

package io.annealdb.cli.node;

import com.codahale.metrics.MetricRegistry;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.annealdb.cli.connect.HostPort;
import io.annealdb.data.http.PrometheusText;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** {@code /metrics} of a meta node: what the leader knows of repairs stands nowhere else. */
final class MetaMetrics implements Closeable {
    private final HttpServer server;

    private MetaMetrics(HttpServer server) {
        this.server = server;
    }

    /**
     * @param address {@code host:port} or {@code :port}
     * @throws IOException with a line for the operator, if the port is taken
     */
    static MetaMetrics start(String address, MetricRegistry metrics) throws IOException {
        PrometheusText text = new PrometheusText(metrics);
        HttpServer server;
        try {
            server = HttpServer.create(bind(address), 0);
        } catch (IOException e) {
            throw new IOException(
                    "[meta] http-bind-address "
                            + address
                            + " cannot be listened on: "
                            + e.getMessage()
                            + ". Free the port, or set another one.",
                    e);
        }
        server.createContext("/metrics", exchange -> serve(exchange, text));
        server.start();
        return new MetaMetrics(server);
    }

    private static InetSocketAddress bind(String address) {
        if (address.startsWith(":")) {
            return new InetSocketAddress(Integer.parseInt(address.substring(1)));
        }
        HostPort parsed = HostPort.parse(address);
        return new InetSocketAddress(parsed.host(), parsed.port());
    }

    private static void serve(HttpExchange exchange, PrometheusText text) throws IOException {
        try (exchange) {
            byte[] body = text.now();
            exchange.getResponseHeaders().set("Content-Type", text.contentType());
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

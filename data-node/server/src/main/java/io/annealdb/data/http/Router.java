package io.annealdb.data.http;

import io.annealdb.data.http.answer.ClientGoneException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what answers a request, and does for each reply what InfluxDB does for each: version,
 * request id, cross-origin headers, the form of errors.
 */
final class Router extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Set<String> READ = Set.of("GET", "HEAD");

    private final String version;
    private final RequestIds ids;
    private final Map<String, Route> routes = new LinkedHashMap<>();

    private record Route(Set<String> methods, Endpoint endpoint) {}

    Router(String version, RequestIds ids) {
        this.version = version;
        this.ids = ids;
    }

    /** For GET and HEAD. */
    Router read(String path, Endpoint endpoint) {
        return add(path, READ, endpoint);
    }

    Router add(String path, Set<String> methods, Endpoint endpoint) {
        routes.put(path, new Route(new TreeSet<>(methods), endpoint));
        return this;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put("X-Influxdb-Version", version);
        response.getHeaders().put("X-Influxdb-Build", "OSS");
        Exchange exchange = new Exchange(request, response, callback, idOf(request));
        try {
            dispatch(exchange);
            exchange.succeeded();
        } catch (IOException | ClientGoneException e) {
            // All other input and output is behind interfaces that do not throw these.
            LOG.debug("the client of request {} has gone: {}", exchange.id(), e.toString());
            exchange.failed(new Abandoned(e));
        } catch (Exception | StackOverflowError e) {
            failed(exchange, e);
        }
        return true;
    }

    private void failed(Exchange exchange, Throwable failure) {
        if (failure instanceof HttpException malformed && !exchange.replied()) {
            exchange.refuse(new Refusal(malformed.getCode(), malformed.getReason()));
            exchange.succeeded();
            return;
        }
        LOG.error(
                "{} {}, request {}, failed by a fault of ours",
                exchange.method(),
                exchange.path(),
                exchange.id(),
                failure);
        if (exchange.replied()) {
            exchange.failed(new Abandoned(failure));
            return;
        }
        exchange.refuse(
                new Refusal(
                        500,
                        "internal error; the log of this node tells more about request "
                                + exchange.id()));
        exchange.succeeded();
    }

    private String idOf(Request request) {
        String given = request.getHeaders().get("Request-Id");
        if (given == null || given.isEmpty()) {
            given = request.getHeaders().get("X-Request-Id");
        }
        return given == null || given.isEmpty() ? ids.next() : given;
    }

    private void dispatch(Exchange exchange) throws IOException {
        Route route = routes.get(exchange.path());
        if (route == null) {
            exchange.setHeader("X-Content-Type-Options", "nosniff");
            exchange.reply(404, TEXT, "404 page not found\n");
            return;
        }
        boolean options = exchange.method().equals("OPTIONS");
        if (!options && !route.methods.contains(exchange.method())) {
            exchange.setHeader("Allow", String.join(", ", route.methods) + ", OPTIONS");
            exchange.setHeader("X-Content-Type-Options", "nosniff");
            exchange.reply(405, TEXT, "Method Not Allowed\n");
            return;
        }
        exchange.setHeader("Request-Id", exchange.id());
        exchange.setHeader("X-Request-Id", exchange.id());
        allowOrigin(exchange);
        if (options) {
            exchange.reply(200, "application/json");
            return;
        }
        try {
            route.endpoint.serve(exchange);
        } catch (Refusal refusal) {
            exchange.refuse(refusal);
        }
    }

    private static void allowOrigin(Exchange exchange) {
        String origin = exchange.header("Origin");
        if (origin.isEmpty()) {
            return;
        }
        exchange.setHeader("Access-Control-Allow-Origin", origin);
        exchange.setHeader("Access-Control-Allow-Methods", "DELETE, GET, OPTIONS, POST, PUT");
        exchange.setHeader(
                "Access-Control-Allow-Headers",
                "Accept, Accept-Encoding, Authorization, Content-Length, Content-Type,"
                        + " X-CSRF-Token, X-HTTP-Method-Override");
        exchange.setHeader(
                "Access-Control-Expose-Headers",
                "Date, X-InfluxDB-Version, X-InfluxDB-Build, X-Anneal-Incomplete");
    }

    /** Breaks off a reply; the server logs nothing more of it. */
    private static final class Abandoned extends RuntimeException implements QuietException {
        private static final long serialVersionUID = 1;

        Abandoned(Throwable cause) {
            super(cause);
        }
    }
}

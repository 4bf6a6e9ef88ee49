package io.annealdb.data.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;

/** {@code /ping} and {@code /status}: the node serves. */
final class PingEndpoint implements Endpoint {
    private final String version;

    PingEndpoint(String version) {
        this.version = version;
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        String verbose = exchange.query().get("verbose");
        if (verbose.isEmpty() || verbose.equals("0") || verbose.equals("false")) {
            exchange.reply(204, "application/json");
            return;
        }
        exchange.reply(
                200,
                "application/json",
                new ObjectMapper().writeValueAsString(Map.of("version", version)));
    }
}

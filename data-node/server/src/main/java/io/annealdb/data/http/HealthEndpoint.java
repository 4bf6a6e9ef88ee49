package io.annealdb.data.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /health}, as InfluxDB 1.8 answers it. */
final class HealthEndpoint implements Endpoint {
    private final String version;

    HealthEndpoint(String version) {
        this.version = version;
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        Map<String, Object> health =
                Map.of(
                        "checks", List.of(),
                        "message", "ready for queries and writes",
                        "name", "influxdb",
                        "status", "pass",
                        "version", version);
        exchange.reply(
                200,
                "application/json",
                new ObjectMapper().writeValueAsString(new TreeMap<>(health)));
    }
}

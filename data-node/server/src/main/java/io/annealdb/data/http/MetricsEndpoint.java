package io.annealdb.data.http;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.io.OutputStream;

/** {@code /metrics}: the node's registry as Prometheus text. */
final class MetricsEndpoint implements Endpoint {
    private final PrometheusText metrics;

    MetricsEndpoint(MetricRegistry metrics) {
        this.metrics = new PrometheusText(metrics);
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        byte[] text = metrics.now();
        try (OutputStream out = exchange.open(200, metrics.contentType(), text.length)) {
            out.write(text);
        }
    }
}

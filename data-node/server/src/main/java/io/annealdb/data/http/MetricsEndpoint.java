package io.annealdb.data.http;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** {@code /metrics}: the node's registry as Prometheus text. */
final class MetricsEndpoint implements Endpoint {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    MetricsEndpoint(MetricRegistry metrics) {
        DropwizardExports.builder().dropwizardRegistry(metrics).register(registry);
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, registry.scrape(), EscapingScheme.DEFAULT);
        try (OutputStream out = exchange.open(200, writer.getContentType(), text.size())) {
            text.writeTo(out);
        }
    }
}

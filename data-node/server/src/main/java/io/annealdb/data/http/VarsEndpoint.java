package io.annealdb.data.http;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /debug/vars}: the node's registry as JSON, each metric in the form that InfluxDB's have,
 * with {@code name}, {@code tags} and {@code values}.
 */
final class VarsEndpoint implements Endpoint {
    private static final double NS_PER_MS = 1e6;

    private final MetricRegistry metrics;
    private final ObjectMapper json = new ObjectMapper();

    VarsEndpoint(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        Map<String, Object> all = new TreeMap<>();
        metrics.getMetrics()
                .forEach(
                        (name, metric) ->
                                all.put(
                                        name,
                                        Map.of(
                                                "name", name,
                                                "tags", Map.of(),
                                                "values", values(metric))));
        exchange.reply(200, "application/json", json.writeValueAsString(all) + "\n");
    }

    private static Map<String, Object> values(Metric metric) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (metric instanceof Gauge<?> gauge) {
            Object value = gauge.getValue();
            values.put("value", value instanceof Number ? value : String.valueOf(value));
        } else if (metric instanceof Counter counter) {
            values.put("count", counter.getCount());
        } else if (metric instanceof Meter meter) {
            values.put("count", meter.getCount());
            values.put("rate1m", meter.getOneMinuteRate());
        } else if (metric instanceof Histogram histogram) {
            values.put("count", histogram.getCount());
            quantiles(histogram.getSnapshot(), 1, "", values);
        } else if (metric instanceof Timer timer) {
            values.put("count", timer.getCount());
            values.put("rate1m", timer.getOneMinuteRate());
            quantiles(timer.getSnapshot(), NS_PER_MS, "Ms", values);
        }
        return values;
    }

    private static void quantiles(
            Snapshot snapshot, double unit, String suffix, Map<String, Object> values) {
        values.put("p50" + suffix, snapshot.getMedian() / unit);
        values.put("p99" + suffix, snapshot.get99thPercentile() / unit);
        values.put("max" + suffix, snapshot.getMax() / unit);
    }
}

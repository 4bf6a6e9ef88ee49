package io.annealdb.data.write;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;

/** What is measured of the write path, under InfluxDB's names where it has them. */
record WriteCounters(
        Meter requests,
        Meter points,
        Meter ok,
        Meter partial,
        Meter errors,
        Meter timeouts,
        Meter restamped,
        Timer latency) {

    static WriteCounters in(MetricRegistry metrics) {
        return new WriteCounters(
                metrics.meter("write.req"),
                metrics.meter("write.points"),
                metrics.meter("write.ok"),
                metrics.meter("write.partial"),
                metrics.meter("write.error"),
                metrics.meter("write.timeouts"),
                metrics.meter("write.restamped"),
                metrics.timer("write.latency"));
    }
}

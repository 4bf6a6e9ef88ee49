package io.annealdb.data.hint;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;

/** What is measured of one queue: {@code hh.<node>.…}. */
final class HintCounters {
    /** Points delivered. */
    final Meter sent;

    /** Deliveries that failed and are tried again. */
    final Meter failed;

    /** Hints that became debts: no room, too old, unreadable. */
    final Meter owed;

    /** Hints for what meta has dropped, or for a shard that the node owns no more. */
    final Meter discarded;

    /** Hints that were set aside, since their shard has settled above their stamp. */
    final Meter aside;

    HintCounters(MetricRegistry metrics, String name, HintQueue queue) {
        String prefix = "hh." + name + ".";
        metrics.gauge(prefix + "bytes", () -> (Gauge<Long>) queue::bytes);
        metrics.gauge(prefix + "points", () -> (Gauge<Long>) queue::points);
        sent = metrics.meter(prefix + "sent");
        failed = metrics.meter(prefix + "failed");
        owed = metrics.meter(prefix + "owed");
        discarded = metrics.meter(prefix + "discarded");
        aside = metrics.meter(prefix + "aside");
    }
}

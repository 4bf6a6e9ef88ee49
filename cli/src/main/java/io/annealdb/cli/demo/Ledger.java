package io.annealdb.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the cluster has acknowledged, kept by the demo itself: for each series and time the value
 * that was written last. The proof compares with this and trusts nobody else.
 */
final class Ledger {
    private final Map<String, Map<Long, Double>> acknowledged = new TreeMap<>();
    private long bytes;

    /** Notes lines whose write was answered 204. */
    void acknowledge(List<CloudWatch.Line> lines) {
        for (CloudWatch.Line line : lines) {
            acknowledged
                    .computeIfAbsent(line.series(), series -> new TreeMap<>())
                    .put(line.time(), line.value());
            bytes += line.text().length() + 1;
        }
    }

    Set<String> series() {
        return acknowledged.keySet();
    }

    /** Value by time, s. */
    Map<Long, Double> values(String series) {
        return acknowledged.get(series);
    }

    /** Distinct points. */
    long points() {
        return acknowledged.values().stream().mapToLong(Map::size).sum();
    }

    /** Bytes of line protocol. */
    long bytes() {
        return bytes;
    }
}

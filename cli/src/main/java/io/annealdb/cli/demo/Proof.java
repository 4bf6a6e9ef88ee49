package io.annealdb.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.connect.InfluxHttp;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Compares what a node itself stores with the ledger, value by value, over HTTP. Digests have no
 * part in it.
 */
final class Proof {
    private final InfluxHttp http;
    private final Ledger ledger;
    private final String database;

    Proof(InfluxHttp http, Ledger ledger, String database) {
        this.http = http;
        this.ledger = ledger;
        this.database = database;
    }

    /**
     * What one node was found to hold.
     *
     * @param right points that it answers with the acknowledged value
     * @param missing acknowledged points that it does not answer
     * @param wrong points with another value, or that nobody wrote
     */
    record Finding(long right, long missing, long wrong) {
        boolean holds() {
            return missing == 0 && wrong == 0;
        }

        private Finding plus(Finding other) {
            return new Finding(right + other.right, missing + other.missing, wrong + other.wrong);
        }
    }

    /** Asks a node for all that it stores. */
    Finding of(String node) throws IOException {
        Finding sum = new Finding(0, 0, 0);
        for (String series : ledger.series()) {
            sum = sum.plus(compare(ledger.values(series), answered(node, series)));
        }
        return sum;
    }

    private static Finding compare(Map<Long, Double> acknowledged, Map<Long, Double> answered) {
        long right = 0;
        long missing = 0;
        for (Map.Entry<Long, Double> point : acknowledged.entrySet()) {
            Double value = answered.get(point.getKey());
            if (value == null) {
                missing++;
            } else if (value.equals(point.getValue())) {
                right++;
            }
        }
        return new Finding(right, missing, answered.size() - right);
    }

    private Map<Long, Double> answered(String node, String series) throws IOException {
        InfluxHttp.Answer answer =
                http.query(
                        node,
                        select(series),
                        Map.of("db", database, "epoch", "s", "replica", "local"));
        if (!answer.error().isEmpty()) {
            throw CommandFailure.failed("a query was answered: " + answer.error());
        }
        Map<Long, Double> values = new HashMap<>();
        for (JsonNode rows : answer.json().path("results").path(0).path("series")) {
            for (JsonNode row : rows.path("values")) {
                values.put(row.path(0).asLong(), row.path(1).asDouble());
            }
        }
        return values;
    }

    /** {@code m,a=b,c=d} as a query for its values. */
    private static String select(String series) {
        String[] parts = series.split(",");
        StringBuilder query = new StringBuilder("SELECT value FROM \"" + parts[0] + "\" WHERE ");
        for (int at = 1; at < parts.length; at++) {
            String[] tag = parts[at].split("=");
            query.append(at == 1 ? "" : " AND ");
            query.append('"').append(tag[0]).append("\" = '").append(tag[1]).append('\'');
        }
        return query.toString();
    }
}

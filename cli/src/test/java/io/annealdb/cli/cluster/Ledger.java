package io.annealdb.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The test's own book of what was acknowledged: value by series and time, kept apart from the
 * cluster and compared with its answers value by value. Measurement {@code m}, one tag {@code s},
 * one field {@code v}.
 */
final class Ledger {
    private static final long T0 = 1_700_000_000_000_000_000L;

    private final Map<String, SortedMap<Long, Long>> acknowledged = new ConcurrentSkipListMap<>();

    static String line(String series, long time, long value) {
        return "m,s=" + series + " v=" + value + "i " + time + "\n";
    }

    /**
     * Writes the values numbered {@code [from, to)}, one second apart, as one batch, and
     * acknowledges them. They do not pack well, so that sending them takes a while at a low rate.
     */
    void write(DevCluster cluster, int node, String database, String level, int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(line(series(i), time(i), value(i)));
        }
        cluster.mustWrite(node, database, level, lines.toString());
        for (int i = from; i < to; i++) {
            acknowledge(series(i), time(i), value(i));
        }
    }

    private static String series(int number) {
        return "s" + number % 7;
    }

    static long time(int number) {
        return T0 + number * 1_000_000_000L;
    }

    private static long value(int number) {
        return Long.rotateLeft(number * 0x9E37_79B9_7F4A_7C15L, number);
    }

    void acknowledge(String series, long time, long value) {
        acknowledged.computeIfAbsent(series, s -> new ConcurrentSkipListMap<>()).put(time, value);
    }

    int size() {
        return acknowledged.values().stream().mapToInt(Map::size).sum();
    }

    /** What an answer to {@link #QUERY} holds. */
    static Map<String, SortedMap<Long, Long>> read(DevCluster.Reply reply) {
        Map<String, SortedMap<Long, Long>> values = new TreeMap<>();
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        JsonNode result = reply.json().get("results").get(0);
        assertThat(result.has("error")).as(reply.body()).isFalse();
        for (JsonNode series : result.withArray("series")) {
            SortedMap<Long, Long> points = new TreeMap<>();
            for (JsonNode row : series.get("values")) {
                points.put(row.get(0).asLong(), row.get(1).asLong());
            }
            values.put(series.get("tags").get("s").asText(), points);
        }
        return values;
    }

    static final String QUERY = "SELECT v FROM m GROUP BY s";

    /**
     * Every acknowledged value is in the answer; points that were never acknowledged may be there
     * too.
     */
    void assertHeldBy(String who, DevCluster.Reply reply) {
        Map<String, SortedMap<Long, Long>> held = read(reply);
        acknowledged.forEach(
                (series, points) ->
                        assertThat(held.getOrDefault(series, new TreeMap<>()))
                                .as(who + " holds series " + series)
                                .containsAllEntriesOf(points));
    }

    /** The answer is the ledger, value by value, no more and no less. */
    void assertIsExactly(String who, DevCluster.Reply reply) {
        assertThat(read(reply)).as(who).isEqualTo(acknowledged);
    }
}

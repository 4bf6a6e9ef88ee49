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
    private final Map<String, SortedMap<Long, Long>> acknowledged = new ConcurrentSkipListMap<>();

    static String line(String series, long time, long value) {
        return "m,s=" + series + " v=" + value + "i " + time + "\n";
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

package io.annealdb.cli.demo;

import io.annealdb.cli.dev.DevNode;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What goes wrong. Each node is away for other days of the metrics while the others go on at
 * quorum, and the last one loses whole shards besides. Every point stays on at least one node:
 * nobody could bring back more.
 *
 * <pre>
 *   days of twenty    3        9        15      the others
 *   data-1            away     holds    holds   holds
 *   data-2            holds    away     holds   holds
 *   data-3            holds    holds    away    holds       and then loses shards
 * </pre>
 */
final class Damage {
    private static final long SECONDS_A_DAY = 86_400;
    private static final int PERIOD_DAYS = 20;

    /** The day of the period on which each node is away, by its place in the list. */
    private static final List<Integer> DAYS_AWAY = List.of(3, 9, 15);

    private static final int SHARDS_LOST = 2;

    private final DemoCluster cluster;
    private final String database;

    Damage(DemoCluster cluster, String database) {
        this.cluster = cluster;
        this.database = database;
    }

    /** The lines that are written while all are there. */
    static List<CloudWatch.Line> undisturbed(List<CloudWatch.Line> lines) {
        return lines.stream().filter(line -> !DAYS_AWAY.contains(dayOf(line))).toList();
    }

    static List<CloudWatch.Line> missedBy(int node, List<CloudWatch.Line> lines) {
        return lines.stream().filter(line -> dayOf(line) == DAYS_AWAY.get(node)).toList();
    }

    private static int dayOf(CloudWatch.Line line) {
        return (int) (line.time() / SECONDS_A_DAY % PERIOD_DAYS);
    }

    /** What one node is to miss. */
    record Outage(DevNode node, List<CloudWatch.Line> missed, List<Long> lostShards) {}

    /** All outages; the last node's loses its largest shards too. */
    List<Outage> outages(List<CloudWatch.Line> lines, ClusterImage image) {
        List<DevNode> nodes = cluster.nodes();
        return IntStream.range(0, nodes.size())
                .mapToObj(
                        at ->
                                new Outage(
                                        nodes.get(at),
                                        missedBy(at, lines),
                                        at == nodes.size() - 1
                                                ? largestShards(lines, image)
                                                : List.of()))
                .toList();
    }

    private List<Long> largestShards(List<CloudWatch.Line> lines, ClusterImage image) {
        Map<Long, Long> lineCounts =
                image.shards().stream()
                        .filter(place -> place.database().name().equals(database))
                        .collect(
                                Collectors.toMap(
                                        place -> place.shard().id().value(),
                                        place -> countIn(place, lines)));
        List<Long> shards = new ArrayList<>(lineCounts.keySet());
        shards.sort(Comparator.comparing(lineCounts::get).reversed());
        return shards.stream().limit(SHARDS_LOST).sorted().toList();
    }

    private static long countIn(ShardPlace place, List<CloudWatch.Line> lines) {
        return lines.stream()
                .filter(line -> place.group().range().contains(line.time() * 1_000_000_000L))
                .count();
    }

    /** Stops the node, writes what it misses, removes what it loses, starts it again. */
    void happen(Outage outage, Ingest ingest, LongConsumer progress) throws IOException {
        cluster.stop(outage.node());
        ingest.write(
                outage.missed(),
                cluster.addressesWithout(outage.node().name()),
                "quorum",
                progress);
        for (long shard : outage.lostShards()) {
            cluster.removeShard(outage.node(), database, "autogen", shard);
        }
        cluster.start(outage.node());
    }
}

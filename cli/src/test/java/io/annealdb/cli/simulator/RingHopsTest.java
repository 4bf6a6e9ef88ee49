package io.annealdb.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.FieldValue;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic of the ring, on real replicas: 2(n-1) hops are enough, one fewer is not. */
class RingHopsTest {
    private World world;
    private SimulatedCluster cluster;

    /** Each owner alone holds a point of its own. */
    private ShardId scatter(int owners) {
        world = new World(owners);
        cluster = new SimulatedCluster(world, Shape.allOwnersWithoutHints(owners));
        cluster.begin();
        write(cluster.nodes.get(new NodeId(1)), Consistency.ALL, "everybody's");
        for (SimulatedNode node : cluster.nodes.values()) {
            cutOff(node);
            write(node, Consistency.ONE, node.toString());
            world.weather.calm();
            world.events.pass(Duration.ofSeconds(5));
        }
        return cluster.shards().iterator().next().shard().id();
    }

    private void cutOff(SimulatedNode node) {
        for (NodeId other : cluster.nodes.keySet()) {
            world.weather.cut(node.id().value(), other.value());
            world.weather.cut(other.value(), node.id().value());
        }
    }

    private void write(SimulatedNode through, Consistency level, String text) {
        Rows rows =
                Rows.builder()
                        .add(
                                SeriesKey.of("cpu", Map.of("host", text)),
                                SimulatedNode.DAWN.getEpochSecond() * 1_000_000_000L,
                                Stamp.NONE,
                                Map.of("s", new FieldValue.StringValue(text)))
                        .build();
        CompletableFuture<WriteOutcome> outcome =
                through.parts().points().submit(SimulatedCluster.DATABASE, null, rows, level);
        world.events.pass(Duration.ofSeconds(1));
        assertThat(outcome).isCompletedWithValue(new WriteOutcome.Written(List.of(), 0));
    }

    private HopReport run(ShardId shard, Hop hop) throws IOException {
        return cluster.nodes
                .get(hop.from())
                .parts()
                .calls()
                .runHop(
                        new HopOrder("r-1", shard, hop, 0, Duration.ofSeconds(60)),
                        HopProgress.SILENT);
    }

    private List<Integer> pointsHeld(ShardId shard) {
        return cluster.nodes.values().stream()
                .map(node -> Contents.of(node, shard).size())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void oneHopFewerLeavesOneOwnerShort(int owners) throws IOException {
        ShardId shard = scatter(owners);
        assertThat(pointsHeld(shard)).containsOnly(2);

        NodeId start = new NodeId(1 + owners / 2);
        RingOrder order = RingOrder.of(cluster.nodes.keySet());
        List<Hop> hops = order.hopsFrom(order.startAt(start));
        assertThat(hops).hasSize(2 * (owners - 1));
        Hop last = hops.get(hops.size() - 1);

        for (Hop hop : hops.subList(0, hops.size() - 1)) {
            run(shard, hop);
        }
        SimulatedNode lastOwner = cluster.nodes.get(last.to());
        int all = owners + 1;
        assertThat(pointsHeld(shard)).filteredOn(held -> held < all).hasSize(1);
        assertThat(Contents.of(lastOwner, shard).size()).isLessThan(all);

        run(shard, last);
        assertThat(pointsHeld(shard)).containsOnly(all);
        assertThat(new OwnersAgree().broken(cluster)).isEmpty();
    }
}

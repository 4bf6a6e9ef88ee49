package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.repair.compare.ModelReplica.Held;
import io.annealdb.repair.compare.ModelReplica.Place;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.preview.ComparedValue;
import io.annealdb.repair.preview.DeleteKnowledge;
import io.annealdb.repair.preview.DifferingPoints;
import io.annealdb.repair.preview.HopPreview;
import io.annealdb.repair.preview.PointComparison;
import io.annealdb.repair.preview.RingPreview;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a preview says of a ring is what the ring does, to the byte, while nothing is written. */
class PreviewedRingTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-24T08:00:00Z"));

    private final Map<NodeId, ModelReplica> nodes = new TreeMap<>();
    private final DifferingPoints points = new DifferingPoints(1_000_000);
    private final DeleteKnowledge deletes = new DeleteKnowledge();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private void copies(long seed) {
        for (ModelReplica replica : RandomReplicas.of(seed, 2 + (int) (seed % 4))) {
            nodes.put(new NodeId(nodes.size() + 1), replica);
        }
    }

    private HopSource source(Hop hop) {
        return new HopSource(
                hop,
                nodes.get(hop.from()),
                LocalSuccessor.of(nodes.get(hop.to())),
                Throttle.NONE,
                CLOCK,
                HopProgress.SILENT);
    }

    private void compareNeighbours() throws IOException {
        for (Hop pair : RingOrder.of(nodes.keySet()).lap()) {
            source(pair)
                    .dryRun(
                            new DifferenceListener() {
                                @Override
                                public void differs(DifferingValue value) {
                                    points.add(value.series(), value.time());
                                }

                                @Override
                                public void isHidden(SeriesKey series, long time) {
                                    points.add(series, time);
                                }

                                @Override
                                public void deletesDiffer(
                                        List<Delete> lacked, List<Delete> unknown) {
                                    deletes.note(pair, lacked, unknown);
                                }
                            });
            deletes.note(pair, List.of(), List.of());
        }
    }

    private Map<NodeId, OwnerRoot> roots() {
        Map<NodeId, OwnerRoot> roots = new TreeMap<>();
        nodes.forEach(
                (node, replica) ->
                        roots.put(
                                node,
                                new OwnerRoot(node, replica.health(), replica.root(), 0, 0, "")));
        return roots;
    }

    private Rows versions(NodeId owner, Map<SeriesKey, long[]> asked) {
        Rows.Builder out = Rows.builder();
        try (ModelReplica.Snapshot snapshot = (ModelReplica.Snapshot) nodes.get(owner).snapshot()) {
            asked.forEach(
                    (series, times) -> {
                        for (long time : times) {
                            Rows rows =
                                    snapshot.versions(
                                            series, time, time, Integer.MAX_VALUE, Long.MAX_VALUE);
                            for (int row = 0; row < rows.size(); row++) {
                                out.add(rows, row);
                            }
                        }
                    });
        }
        return out.build();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachHopSendsThePreviewedPointsAndBytes(long seed) throws Exception {
        copies(seed);
        NodeId start = new NodeId(1 + (int) (seed / 4 % nodes.size()));
        List<Hop> hops = RingOrder.of(nodes.keySet()).hopsFrom(start);
        compareNeighbours();
        List<HopPreview> previews =
                new RingPreview(ModelReplica.GRID, hops, 0, this::versions)
                        .play(roots(), deletes, points);
        List<HopPreview> done = new ArrayList<>();
        for (Hop hop : hops) {
            HopReport report = source(hop).run();
            done.add(
                    new HopPreview(
                            hop,
                            report.found().missingPoints(),
                            report.found().stalePoints(),
                            report.pointsSent(),
                            report.valuesSent(),
                            report.deletesSent(),
                            report.shardCopied(),
                            report.payloadBytes()));
        }
        assertThat(previews).isEqualTo(done);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theWinnersAreWhatTheRingLeavesEverywhere(long seed) throws Exception {
        copies(seed);
        compareNeighbours();
        List<ComparedValue> compared =
                new PointComparison(nodes.keySet(), deletes.differing(), this::versions)
                        .compare(points.bySeries());
        ModelReplica union = new ModelReplica();
        nodes.values().forEach(union::copyFrom);
        Map<Place, Held> left = union.visible();
        Set<Place> told = new HashSet<>();
        for (ComparedValue value : compared) {
            Place place = new Place(value.series(), value.time(), value.field());
            told.add(place);
            assertThat(value.winner().map(node -> nodes.get(node).visible().get(place)))
                    .isEqualTo(Optional.ofNullable(left.get(place)));
        }
        Set<Place> differing = new HashSet<>();
        for (ModelReplica replica : nodes.values()) {
            Map<Place, Held> visible = replica.visible();
            left.forEach(
                    (place, held) -> {
                        if (!held.equals(visible.get(place))) {
                            differing.add(place);
                        }
                    });
            visible.forEach(
                    (place, held) -> {
                        if (!held.equals(left.get(place))) {
                            differing.add(place);
                        }
                    });
        }
        assertThat(told).isEqualTo(differing);
    }
}

package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.repair.compare.ModelReplica.Held;
import io.annealdb.repair.compare.ModelReplica.Place;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopSourceTest {
    private static final Hop HOP = new Hop(new NodeId(1), new NodeId(2));
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-24T08:00:00Z"));

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static HopSource source(ModelReplica from, Successor to) {
        return new HopSource(HOP, from, to, Throttle.NONE, CLOCK, HopProgress.SILENT);
    }

    private static HopReport hop(ModelReplica from, ModelReplica to) throws IOException {
        return source(from, LocalSuccessor.of(to)).run();
    }

    /** What the rules say that B must hold after a hop from A. */
    private static Map<Place, Held> expected(ModelReplica a, ModelReplica b) {
        ModelReplica union = new ModelReplica();
        union.copyFrom(a);
        union.copyFrom(b);
        return union.visible();
    }

    private static Set<String> valuesOf(List<Rows> pushed) {
        Set<String> values = new HashSet<>();
        for (Rows rows : pushed) {
            for (int row = 0; row < rows.size(); row++) {
                for (Shape.Column column : rows.shape(row).columns()) {
                    Place place = new Place(rows.series(row), rows.time(row), column);
                    assertThat(values.add(place + " " + rows.stamp(row))).isTrue();
                }
            }
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterOneHopTheSuccessorHoldsAllOfTheSource(long seed) throws IOException {
        List<ModelReplica> replicas = RandomReplicas.of(seed, 2);
        ModelReplica a = replicas.get(0);
        ModelReplica b = replicas.get(1);
        Map<Place, Held> expected = expected(a, b);
        HopReport report = hop(a, b);
        assertThat(b.visible()).isEqualTo(expected);
        assertThat(b.allDeletes()).containsAll(a.allDeletes());
        assertThat(a.allDeletes()).isEqualTo(b.allDeletes());
        assertThat(report.phase().finished()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void exactlyWhatIsLackingOrLosesIsSent(long seed) throws IOException {
        List<ModelReplica> replicas = RandomReplicas.of(seed, 2);
        ModelReplica a = replicas.get(0);
        ModelReplica b = replicas.get(1);
        ModelReplica aWithDeletes = new ModelReplica();
        aWithDeletes.copyFrom(a);
        ModelReplica bWithDeletes = new ModelReplica();
        bWithDeletes.copyFrom(b);
        a.allDeletes().forEach(bWithDeletes::store);
        b.allDeletes().forEach(aWithDeletes::store);
        Set<String> lacking = new HashSet<>();
        Set<String> points = new HashSet<>();
        Map<Place, Held> there = bWithDeletes.visible();
        aWithDeletes
                .visible()
                .forEach(
                        (place, held) -> {
                            Held other = there.get(place);
                            boolean loses =
                                    other == null
                                            || other.stamp().compareTo(held.stamp()) < 0
                                            || other.stamp().equals(held.stamp())
                                                    && !other.equals(held);
                            if (loses) {
                                lacking.add(place + " " + held.stamp());
                                points.add(place.series() + " " + place.time());
                            }
                        });
        LocalSuccessor successor = LocalSuccessor.of(b);
        HopReport report = source(a, successor).run();
        assertThat(valuesOf(successor.pushed)).isEqualTo(lacking);
        assertThat(report.valuesSent()).isEqualTo(lacking.size());
        assertThat(report.pointsSent()).isEqualTo(points.size());
        assertThat(report.payloadBytes() + report.metadataBytes())
                .isEqualTo(
                        successor.messageBytes
                                + successor.chunkBytes.stream().mapToLong(n -> n).sum());
        assertThat(report.roundTrips()).isEqualTo(successor.roundTrips);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDryRunCountsWhatAHopSendsAndStoresNothing(long seed) throws IOException {
        List<ModelReplica> replicas = RandomReplicas.of(seed, 2);
        ModelReplica a = replicas.get(0);
        ModelReplica b = replicas.get(1);
        Map<Place, Held> aBefore = a.visible();
        Map<Place, Held> bBefore = b.visible();
        Set<Delete> deletesBefore = b.allDeletes();
        long missingDeletes =
                a.allDeletes().stream().filter(d -> !b.allDeletes().contains(d)).count();
        HopDifference difference =
                source(a, LocalSuccessor.of(b)).dryRun(DifferenceListener.NONE).difference();
        assertThat(a.visible()).isEqualTo(aBefore);
        assertThat(b.visible()).isEqualTo(bBefore);
        assertThat(b.allDeletes()).isEqualTo(deletesBefore);
        HopReport report = hop(a, b);
        assertThat(difference.missingPoints() + difference.stalePoints())
                .isEqualTo(report.pointsSent());
        assertThat(difference.missingValues()).isLessThanOrEqualTo(report.valuesSent());
        assertThat(difference.missingDeletes()).isEqualTo(missingDeletes);
        assertThat(difference.isEmpty()).isEqualTo(report.pointsSent() + missingDeletes == 0);
        assertThat(
                        difference.series().stream()
                                .mapToLong(s -> s.missingPoints() + s.stalePoints())
                                .sum())
                .isEqualTo(report.pointsSent());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDryRunTellsEachValueThatAHopSendsAndTheStampItBeats(long seed) throws IOException {
        List<ModelReplica> replicas = RandomReplicas.of(seed, 2);
        ModelReplica a = replicas.get(0);
        ModelReplica b = replicas.get(1);
        a.allDeletes().forEach(b::store);
        b.allDeletes().forEach(a::store);
        Map<Place, Held> there = b.visible();
        Set<String> told = new HashSet<>();
        source(a, LocalSuccessor.of(b))
                .dryRun(
                        value -> {
                            Place place = new Place(value.series(), value.time(), value.field());
                            assertThat(told.add(place + " " + value.stamp())).isTrue();
                            assertThat(value.theirs())
                                    .isEqualTo(
                                            Optional.ofNullable(there.get(place)).map(Held::stamp));
                        });
        LocalSuccessor successor = LocalSuccessor.of(b);
        source(a, successor).run();
        assertThat(told).isEqualTo(valuesOf(successor.pushed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRingLeavesAllEqual(long seed) throws IOException {
        List<ModelReplica> replicas = RandomReplicas.of(seed, 2 + (int) (seed % 4));
        ModelReplica union = new ModelReplica();
        replicas.forEach(union::copyFrom);
        Map<NodeId, ModelReplica> nodes = new TreeMap<>();
        for (ModelReplica replica : replicas) {
            nodes.put(new NodeId(nodes.size() + 1), replica);
        }
        RingOrder ring = RingOrder.of(nodes.keySet());
        NodeId start = new NodeId(1 + (int) (seed % replicas.size()));
        for (Hop hop : ring.hopsFrom(start)) {
            hop(nodes.get(hop.from()), nodes.get(hop.to()));
        }
        assertThat(replicas)
                .allSatisfy(each -> assertThat(each.visible()).isEqualTo(union.visible()))
                .allSatisfy(each -> assertThat(each.root()).isEqualTo(union.root()));
        HopReport again = hop(replicas.get(0), replicas.get(1));
        assertThat(again.phase()).isEqualTo(HopPhase.SKIPPED);
    }

    private static Place place(int series, long time) {
        return new Place(
                RandomReplicas.series(series), time, new Shape.Column("v", FieldType.FLOAT));
    }

    private static Held held(long millis, long bits) {
        return new Held(ModelReplica.stamp(millis, 1), String.format("%016x", bits));
    }

    @Test
    void anEqualStampWithOtherContentIsSentAndTheTieBreakDecides() throws IOException {
        ModelReplica a = new ModelReplica();
        ModelReplica b = new ModelReplica();
        for (int i = 0; i < 100; i++) {
            a.put(place(0, i), held(i, i));
            b.put(place(0, i), held(i, i == 50 ? 1 : i));
        }
        LocalSuccessor successor = LocalSuccessor.of(b);
        assertThat(source(a, successor).run().valuesSent()).isEqualTo(1);
        assertThat(b.visible().get(place(0, 50))).isEqualTo(held(50, 50));
        assertThat(b.root()).isEqualTo(a.root());
    }

    @Test
    void aPointUnderADeleteCountsAmongTheDeletesAlone() throws IOException {
        ModelReplica a = new ModelReplica();
        ModelReplica b = new ModelReplica();
        a.put(place(0, 5), held(10, 1));
        a.put(place(0, 500), held(10, 2));
        b.put(place(1, 5), held(10, 3));
        b.store(new Delete(ModelReplica.stamp(20, 1), new SeriesPredicate.Every(), 0, 100));
        HopDifference there =
                source(a, LocalSuccessor.of(b)).dryRun(DifferenceListener.NONE).difference();
        assertThat(there.missingPoints()).isEqualTo(1);
        assertThat(there.start()).isEqualTo(500);
        assertThat(there.end()).isEqualTo(500);
        assertThat(there.missingDeletes()).isZero();
        HopDifference back =
                source(b, LocalSuccessor.of(a)).dryRun(DifferenceListener.NONE).difference();
        assertThat(back.missingDeletes()).isEqualTo(1);
        assertThat(back.hasRows()).isFalse();
    }

    @Test
    void missingAndStaleAreToldApart() throws IOException {
        ModelReplica a = new ModelReplica();
        ModelReplica b = new ModelReplica();
        for (int i = 0; i < 1000; i++) {
            a.put(place(0, i), held(10, i));
            if (i >= 120) {
                b.put(place(0, i), held(i < 123 ? 9 : 10, i));
            }
        }
        HopDifference difference =
                source(a, LocalSuccessor.of(b)).dryRun(DifferenceListener.NONE).difference();
        assertThat(difference.missingPoints()).isEqualTo(120);
        assertThat(difference.missingValues()).isEqualTo(120);
        assertThat(difference.stalePoints()).isEqualTo(3);
        assertThat(difference.start()).isEqualTo(0);
        assertThat(difference.end()).isEqualTo(122);
    }

    @Test
    void aLostShardIsCopiedAsFilesOnce() throws IOException {
        ModelReplica a = new ModelReplica();
        for (int i = 0; i < 100; i++) {
            a.put(place(0, i), held(10, i));
        }
        ModelReplica b = new ModelReplica();
        b.become(ReplicaHealth.MISSING);
        b.put(place(3, 3), held(11, 3));
        LocalSuccessor successor = new LocalSuccessor(b, b::store, () -> b.copyFrom(a));
        HopDifference difference =
                source(a, successor).dryRun(DifferenceListener.NONE).difference();
        assertThat(difference.missingShard()).isTrue();
        assertThat(difference.missingPoints()).isEqualTo(100);
        HopReport report = source(a, successor).run();
        assertThat(report.shardCopied()).isTrue();
        assertThat(report.phase()).isEqualTo(HopPhase.VERIFIED);
        assertThat(report.pointsSent()).isZero();
        assertThat(report.payloadBytes()).isEqualTo(1000);
        assertThat(b.visible()).containsAllEntriesOf(a.visible());
        assertThat(source(a, successor).run().shardCopied()).isFalse();
    }

    @Test
    void manyRowsGoInBoundedChunks() throws IOException {
        ModelReplica a = new ModelReplica();
        for (int i = 0; i < 60_000; i++) {
            long scattered = i * 0x9E3779B97F4A7C15L;
            a.put(place(i % 7, i * 1_000_000L), held(i, scattered));
        }
        LocalSuccessor successor = LocalSuccessor.of(new ModelReplica());
        List<HopReport> reports = new ArrayList<>();
        HopReport last = new HopSource(HOP, a, successor, Throttle.NONE, CLOCK, reports::add).run();
        assertThat(successor.chunkBytes).hasSizeGreaterThan(1).allMatch(bytes -> bytes < 1 << 20);
        assertThat(successor.finished).isTrue();
        assertThat(last.pointsSent()).isEqualTo(60_000);
        assertThat(last.pointsPlanned()).isEqualTo(60_000);
        assertThat(reports)
                .isSortedAccordingTo((x, y) -> Long.compare(x.pointsSent(), y.pointsSent()))
                .anyMatch(r -> r.pointsSent() == 0 && r.pointsPlanned() == 60_000);
    }

    @Test
    void aCancelledHopIsAbandonedWithWhatItSent() throws IOException {
        ModelReplica a = new ModelReplica();
        for (int i = 0; i < 60_000; i++) {
            a.put(place(i % 7, i * 1_000_000L), held(i, i * 0x9E3779B97F4A7C15L));
        }
        LocalSuccessor successor = LocalSuccessor.of(new ModelReplica());
        HopProgress cancelling =
                new HopProgress() {
                    private boolean sent;

                    @Override
                    public void report(HopReport report) {
                        sent = report.pointsSent() > 0;
                    }

                    @Override
                    public boolean cancelled() {
                        return sent;
                    }
                };
        HopReport report = new HopSource(HOP, a, successor, Throttle.NONE, CLOCK, cancelling).run();
        assertThat(report.phase()).isEqualTo(HopPhase.ABANDONED);
        assertThat(report.pointsSent()).isPositive().isLessThan(60_000);
        assertThat(successor.finished).isFalse();
    }

    /** The connection breaks with the third chunk, which had arrived. */
    @Test
    void aBrokenHopGoesOnWhereItStood() throws IOException {
        ModelReplica a = new ModelReplica();
        for (int i = 0; i < 60_000; i++) {
            a.put(place(i % 7, i * 1_000_000L), held(i, i * 0x9E3779B97F4A7C15L));
        }
        ModelReplica b = new ModelReplica();
        List<Integer> rows = new ArrayList<>();
        LocalSuccessor breaking =
                new LocalSuccessor(
                        b,
                        chunk -> {
                            b.store(chunk);
                            rows.add(chunk.size());
                            if (rows.size() == 3) {
                                throw new UncheckedIOException(new IOException("cut"));
                            }
                        },
                        () -> {});
        List<HopReport> told = new ArrayList<>();
        HopSource first = new HopSource(HOP, a, breaking, Throttle.NONE, CLOCK, told::add);
        assertThatThrownBy(first::run).hasMessageContaining("cut");
        HopReport before = told.get(told.size() - 1);
        assertThat(before.pointsSent()).isEqualTo(rows.get(0) + rows.get(1));
        LocalSuccessor whole = LocalSuccessor.of(b);
        HopReport second = source(a, whole).run();
        assertThat(second.pointsSent()).isEqualTo(60_000 - rows.stream().mapToInt(n -> n).sum());
        assertThat(b.root()).isEqualTo(a.root());
        HopReport third = source(a, whole).run();
        assertThat(third.phase()).isEqualTo(HopPhase.SKIPPED);
        assertThat(third.after(before.replanned("cut")).phase()).isEqualTo(HopPhase.VERIFIED);
    }

    private static Delete deleteAt(long hlc) {
        return new Delete(new Stamp(hlc, 1, 1), new SeriesPredicate.Every(), 0, 1_000);
    }

    /** One has settled and forgotten it; the other has not heard of that yet. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeleteThatOneSideMayHavePurgedIsNotExchanged(boolean sourceHasPurged) throws IOException {
        ModelReplica ahead = new ModelReplica();
        ahead.settle(100);
        ModelReplica behind = new ModelReplica();
        behind.store(deleteAt(50));
        HopReport report = sourceHasPurged ? hop(ahead, behind) : hop(behind, ahead);
        assertThat(report.phase()).isEqualTo(HopPhase.SKIPPED);
        assertThat(report.deletesSent()).isZero();
        assertThat(ahead.allDeletes()).isEmpty();
        assertThat(behind.allDeletes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeleteAboveWhatBothHaveSettledCrosses(boolean fromAhead) throws IOException {
        ModelReplica ahead = new ModelReplica();
        ahead.settle(100);
        ahead.store(deleteAt(150));
        ModelReplica behind = new ModelReplica();
        behind.settle(20);
        behind.store(deleteAt(50));
        behind.store(deleteAt(200));
        HopReport report = fromAhead ? hop(ahead, behind) : hop(behind, ahead);
        assertThat(report.deletesSent()).isEqualTo(2);
        assertThat(ahead.allDeletes()).containsExactlyInAnyOrder(deleteAt(150), deleteAt(200));
        assertThat(behind.allDeletes())
                .containsExactlyInAnyOrder(deleteAt(50), deleteAt(150), deleteAt(200));
    }
}

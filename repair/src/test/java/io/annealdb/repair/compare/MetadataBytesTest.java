package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.repair.compare.RegularReplica.Collector;
import io.annealdb.repair.compare.RegularReplica.Pair;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures that a comparison must hold to, in exact bytes of its messages. */
class MetadataBytesTest {
    private static final int SERIES = 1000;
    private static final Collector MILLION = new Collector(SERIES, 1000, false);
    private static final Collector TEN_MILLION = new Collector(SERIES, 10_000, false);

    private static HopReport hop(Pair pair) throws IOException {
        return hop(pair.source(), pair.successor());
    }

    private static HopReport hop(RegularReplica from, RegularReplica to) throws IOException {
        LocalSuccessor successor = new LocalSuccessor(to, rows -> {}, () -> {});
        HopReport report =
                new HopSource(
                                new Hop(new NodeId(1), new NodeId(2)),
                                from,
                                successor,
                                Throttle.NONE,
                                InstantSource.fixed(Instant.EPOCH),
                                HopProgress.SILENT)
                        .run();
        assertThat(report.metadataBytes()).isEqualTo(successor.messageBytes);
        return report;
    }

    /** One point in the middle of everything. */
    private static PointSet one(Collector collector) {
        int step = collector.steps() * 7 / 10 + 3;
        return PointSet.block(421, 422, step, step + 1);
    }

    @Test
    void equalReplicasExchangeOneShortMessageEachWayAndReadNothing() throws IOException {
        Pair pair = TEN_MILLION.lacking(PointSet.NONE);
        HopReport report = hop(pair);
        assertThat(report.phase()).isEqualTo(HopPhase.SKIPPED);
        assertThat(report.roundTrips()).isEqualTo(1);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(84);
        assertThat(pair.source().leavesRead() + pair.successor().leavesRead()).isZero();
        assertThat(pair.source().openSnapshots() + pair.successor().openSnapshots()).isZero();
    }

    @Test
    void equalReplicasThatHaveSettledStayWithinTheSameBytes() throws IOException {
        Pair pair = MILLION.lacking(PointSet.NONE);
        pair.source().settle(1_700_000_000_000L << 16);
        pair.successor().settle(1_700_000_000_000L << 16);
        HopReport report = hop(pair);
        assertThat(report.phase()).isEqualTo(HopPhase.SKIPPED);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(84);
    }

    @Test
    void aForcedRingOfThreeEqualOwnersTakesFourShortExchanges() throws IOException {
        Pair pair = MILLION.lacking(PointSet.NONE);
        long bytes = 0;
        Set<NodeId> owners = Set.of(new NodeId(1), new NodeId(2), new NodeId(3));
        for (int hops = RingOrder.of(owners).hopsFrom(new NodeId(1)).size(); hops > 0; hops--) {
            bytes += hop(pair).metadataBytes();
        }
        assertThat(bytes).isLessThanOrEqualTo(336);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000, 1500",
        "1000, 10000, 1500",
        "1000, 100000, 1500",
        "10000, 10000, 4000"
    })
    void onePointLackingIsFoundInFourRoundTripsHoweverLargeTheShard(
            int series, int steps, int bytesMax) throws IOException {
        Collector collector = new Collector(series, steps, false);
        Pair pair = collector.lacking(one(collector));
        HopReport report = hop(pair);
        assertThat(report.pointsSent()).isEqualTo(1);
        assertThat(report.roundTrips()).isEqualTo(4);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(bytesMax);
        assertThat(pair.successor().leavesRead()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000, 1500",
        "1000, 10000, 1500",
        "1000, 100000, 1500",
        "10000, 10000, 4000"
    })
    void oneStaleValueTakesOneRoundTripMore(int series, int steps, int bytesMax)
            throws IOException {
        Collector collector = new Collector(series, steps, false);
        HopReport report = hop(collector.stale(one(collector)));
        assertThat(report.valuesSent()).isEqualTo(1);
        assertThat(report.roundTrips()).isEqualTo(5);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(bytesMax);
    }

    @ParameterizedTest
    @CsvSource({"1000, false", "10000, false", "1000, true", "10000, true"})
    void scatteredPointsCostLessThanTwoHundredBytesEach(int steps, boolean irregular)
            throws IOException {
        Collector collector = new Collector(SERIES, steps, irregular);
        HopReport report = hop(collector.lacking(PointSet.scattered(1000, SERIES, steps)));
        assertThat(report.pointsSent()).isEqualTo(1000);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(200_000);
    }

    @ParameterizedTest
    @CsvSource({"1000, false", "10000, false", "1000, true", "10000, true"})
    void scatteredStalePointsCostNotMuchMore(int steps, boolean irregular) throws IOException {
        Collector collector = new Collector(SERIES, steps, irregular);
        HopReport report = hop(collector.stale(PointSet.scattered(1000, SERIES, steps)));
        assertThat(report.pointsSent()).isEqualTo(1000);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(250_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 10_000})
    void anOutageOfAllSeriesCostsAboutThirtyBytesASeriesWindow(int steps) throws IOException {
        Collector collector = new Collector(SERIES, steps, false);
        HopReport report =
                hop(collector.lacking(PointSet.block(0, SERIES, steps / 2, steps / 2 + 100)));
        assertThat(report.pointsSent()).isEqualTo(100 * SERIES);
        long windows = 1 + 100 * 64 / steps;
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(1500 + windows * 32L * SERIES);
        assertThat(report.payloadBytes()).isLessThanOrEqualTo(3 * report.valuesSent());
    }

    @Test
    void aSeriesThatIsWhollyLackingIsSentWithoutNamingItsPoints() throws IOException {
        Pair pair = MILLION.lacking(PointSet.block(17, 18, 0, 1000));
        HopReport report = hop(pair);
        assertThat(report.pointsSent()).isEqualTo(1000);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(1200 + 64 * 20 * 20);
    }

    @Test
    void anEmptySuccessorIsSentEverythingAfterTwoRoundTrips() throws IOException {
        HopReport report = hop(MILLION.lacking(PointSet.block(0, SERIES, 0, 1000)));
        assertThat(report.pointsSent()).isEqualTo(SERIES * 1000L);
        assertThat(report.roundTrips()).isEqualTo(2);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(5000);
    }

    @Test
    void manyStaleValuesCostNoMoreThanManyMissingOnes() throws IOException {
        Collector collector = new Collector(10, 2000, false);
        PointSet half = PointSet.block(0, 10, 500, 1500);
        HopReport stale = hop(collector.stale(half));
        assertThat(stale.pointsSent()).isEqualTo(10_000);
        assertThat(stale.metadataBytes()).isLessThanOrEqualTo(45_000);
    }

    /** One series every few milliseconds: a window of it has more than memory should hold. */
    @ParameterizedTest
    @CsvSource({"false, 5000", "true, 9000"})
    void aLeafThatIsTooLargeIsCutByTime(boolean irregular, int bytesMax) throws IOException {
        int steps = 64 * 150_000;
        Pair pair = new Collector(1, steps, irregular).lacking(PointSet.scattered(3, 1, steps));
        HopReport report = hop(pair);
        assertThat(report.pointsSent()).isEqualTo(3);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(bytesMax);
        assertThat(pair.source().rowsReadAtOnce()).isLessThanOrEqualTo(LeafReader.LEAF_VALUES_MAX);
        assertThat(pair.successor().rowsReadAtOnce())
                .isLessThanOrEqualTo(LeafReader.LEAF_VALUES_MAX);
    }

    @Test
    void aLargeLeafThatIsWhollyLackingIsSentInPages() throws IOException {
        Pair pair = new Collector(1, 64 * 150_000, false).lacking(PointSet.block(0, 1, 0, 200_000));
        HopReport report = hop(pair);
        assertThat(report.pointsSent()).isEqualTo(200_000);
        assertThat(pair.source().rowsReadAtOnce()).isLessThanOrEqualTo(LeafReader.LEAF_VALUES_MAX);
    }

    /** A point or two of each series in a window: to name what differs costs more than to send. */
    @Test
    void theTalkNeverCostsMoreThanAFullCopy() throws IOException {
        int series = 4000;
        int steps = 64;
        long missing = 40_000;
        Pair pair =
                new Collector(series, steps, false)
                        .lacking(PointSet.scattered((int) missing, series, steps));
        HopReport report = hop(pair);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(2L * series * steps);
        assertThat(report.pointsSent()).isGreaterThanOrEqualTo(missing);
    }
}

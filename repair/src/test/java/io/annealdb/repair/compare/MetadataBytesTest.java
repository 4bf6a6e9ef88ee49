package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** The figures that a comparison must hold to, in exact bytes of its messages. */
class MetadataBytesTest {
    private static final int SERIES = 1000;
    private static final BiPredicate<Integer, Integer> NONE = (s, t) -> false;

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

    private static BiPredicate<Integer, Integer> scattered(int count, int steps) {
        Random random = new Random(7);
        Set<Long> picked = new HashSet<>();
        while (picked.size() < count) {
            picked.add((long) random.nextInt(SERIES) << 32 | random.nextInt(steps));
        }
        return (series, step) -> picked.contains((long) series << 32 | step);
    }

    @Test
    void equalReplicasExchangeOneShortMessageEachWayAndReadNothing() throws IOException {
        RegularReplica a = RegularReplica.whole(SERIES, 1000);
        RegularReplica b = RegularReplica.whole(SERIES, 1000);
        HopReport report = hop(a, b);
        assertThat(report.phase()).isEqualTo(HopPhase.SKIPPED);
        assertThat(report.roundTrips()).isEqualTo(1);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(84);
        assertThat(a.leavesRead() + b.leavesRead()).isZero();
        assertThat(a.openSnapshots() + b.openSnapshots()).isZero();
    }

    @Test
    void onePointLackingOfAMillionIsFoundInFourRoundTrips() throws IOException {
        RegularReplica b = new RegularReplica(SERIES, 1000, (s, t) -> s == 421 && t == 733, NONE);
        HopReport report = hop(RegularReplica.whole(SERIES, 1000), b);
        assertThat(report.pointsSent()).isEqualTo(1);
        assertThat(report.roundTrips()).isEqualTo(4);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(1500);
        assertThat(b.leavesRead()).isEqualTo(1);
    }

    @Test
    void onePointLackingOfTenMillionCostsNoMore() throws IOException {
        RegularReplica b =
                new RegularReplica(SERIES, 10_000, (s, t) -> s == 421 && t == 7331, NONE);
        HopReport report = hop(RegularReplica.whole(SERIES, 10_000), b);
        assertThat(report.pointsSent()).isEqualTo(1);
        assertThat(report.roundTrips()).isEqualTo(4);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(1500);
    }

    @Test
    void oneStaleValueOfAMillionTakesOneRoundTripMore() throws IOException {
        RegularReplica b = new RegularReplica(SERIES, 1000, NONE, (s, t) -> s == 421 && t == 733);
        HopReport report = hop(RegularReplica.whole(SERIES, 1000), b);
        assertThat(report.valuesSent()).isEqualTo(1);
        assertThat(report.roundTrips()).isEqualTo(5);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(1500);
    }

    @Test
    void scatteredPointsCostAboutTwoHundredAndSixtyBytesEach() throws IOException {
        RegularReplica b = new RegularReplica(SERIES, 1000, scattered(1000, 1000), NONE);
        HopReport report = hop(RegularReplica.whole(SERIES, 1000), b);
        assertThat(report.pointsSent()).isEqualTo(1000);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(275_000);
    }

    @Test
    void anOutageOfAllSeriesCostsAboutThirtyBytesASeries() throws IOException {
        RegularReplica b = new RegularReplica(SERIES, 1000, (s, t) -> t >= 500 && t < 505, NONE);
        HopReport report = hop(RegularReplica.whole(SERIES, 1000), b);
        assertThat(report.pointsSent()).isEqualTo(5000);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(1500 + 32L * SERIES);
    }

    @Test
    void aSeriesThatIsWhollyLackingIsSentWithoutNamingItsPoints() throws IOException {
        RegularReplica b = new RegularReplica(SERIES, 1000, (s, t) -> s == 17, NONE);
        HopReport report = hop(RegularReplica.whole(SERIES, 1000), b);
        assertThat(report.pointsSent()).isEqualTo(1000);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(1200 + 64 * 20 * 20);
        assertThat(b.leavesRead()).isZero();
    }

    @Test
    void anEmptySuccessorIsSentEverythingAfterTwoRoundTrips() throws IOException {
        RegularReplica b = new RegularReplica(SERIES, 1000, (s, t) -> true, NONE);
        HopReport report = hop(RegularReplica.whole(SERIES, 1000), b);
        assertThat(report.pointsSent()).isEqualTo(SERIES * 1000L);
        assertThat(report.roundTrips()).isEqualTo(2);
        assertThat(report.metadataBytes()).isLessThanOrEqualTo(5000);
    }
}

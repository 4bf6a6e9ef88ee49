package io.annealdb.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.image.HopFoundInfo;
import io.annealdb.image.HopInfo;
import io.annealdb.image.HopPhase;
import io.annealdb.image.PromiseInfo;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.RepairKind;
import io.annealdb.image.RepairState;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepairReportTest {
    private static final HopInfo VERIFIED = hop(2, 3, HopPhase.VERIFIED, 4);
    private static final HopInfo SKIPPED = hop(3, 1, HopPhase.SKIPPED, 0);

    @Test
    void theJsonIsWhatScriptsRelyOn() {
        assertThat(Json.text(report(RepairState.DONE, true)))
                .isEqualTo(
                        "{\"id\":\"r-1\",\"state\":\"done\",\"started\":\"1970-01-01T00:00:01Z\","
                                + "\"finished\":\"1970-01-01T00:00:01.031Z\","
                                + "\"equalBy\":\"1970-01-01T00:00:02Z\",\"boundMissed\":false,"
                                + "\"equalByNote\":\"without data-3; promised anew: data-3 went away\","
                                + "\"shards\":[{\"id\":7,\"start\":\"data-2\",\"hops\":["
                                + "{\"from\":\"data-2\",\"to\":\"data-3\",\"state\":\"verified\","
                                + "\"missingPointsFound\":118,\"stalePointsFound\":2,\"deletesFound\":0,"
                                + "\"pointsSent\":120,\"valuesSent\":360,\"deletesSent\":0,"
                                + "\"shardCopied\":false,\"metadataBytes\":1312,\"payloadBytes\":3600,"
                                + "\"roundTrips\":4,\"millis\":12,\"pointsPlanned\":120,"
                                + "\"bytesPlanned\":3600},"
                                + "{\"from\":\"data-3\",\"to\":\"data-1\",\"state\":\"skipped\","
                                + "\"missingPointsFound\":0,\"stalePointsFound\":0,\"deletesFound\":0,"
                                + "\"pointsSent\":0,\"valuesSent\":0,\"deletesSent\":0,"
                                + "\"shardCopied\":false,\"metadataBytes\":0,\"payloadBytes\":0,"
                                + "\"roundTrips\":0,\"millis\":0,\"pointsPlanned\":0,"
                                + "\"bytesPlanned\":0}],"
                                + "\"certified\":true,\"certificateAt\":\"1970-01-01T00:00:00.900Z\","
                                + "\"absent\":[]}],"
                                + "\"totals\":{\"hops\":1,\"pointsSent\":120,\"metadataBytes\":1480,"
                                + "\"payloadBytes\":3600,\"millis\":31}}");
    }

    @Test
    void onlyAJobThatIsDoneWithEveryShardCertifiedIsCertified() {
        assertThat(report(RepairState.DONE, true).certified()).isTrue();
        assertThat(report(RepairState.DONE, false).certified()).isFalse();
        assertThat(report(RepairState.CANCELLED, true).certified()).isFalse();
    }

    private static RepairReport report(RepairState state, boolean certified) {
        return report(state, certified, 1_500);
    }

    private static RepairReport report(RepairState state, boolean certified, long now) {
        ShardRepairInfo shard =
                new ShardRepairInfo(
                        new ShardId(7),
                        Optional.of(new NodeId(2)),
                        List.of(VERIFIED, SKIPPED),
                        certified,
                        certified ? Stamp.hlcOf(900, 0) : 0,
                        true,
                        List.of(),
                        "",
                        0);
        return RepairReport.of(
                new RepairJobInfo(
                        1,
                        state,
                        900,
                        1_000,
                        1_031,
                        List.of(shard),
                        0,
                        false,
                        "",
                        168,
                        9,
                        RepairKind.OPERATOR,
                        "",
                        Optional.of(
                                new PromiseInfo(
                                        2_000, List.of(new NodeId(3)), "data-3 went away"))),
                ReportFixture.image(),
                Instant.ofEpochMilli(now));
    }

    @Test
    void aPromiseIsMissedByAJobThatEndsOtherwiseOrIsNotOverInTime() {
        assertThat(report(RepairState.RUNNING, false, 2_000).boundMissed()).isFalse();
        assertThat(report(RepairState.RUNNING, false, 2_001).boundMissed()).isTrue();
        assertThat(report(RepairState.FAILED, false, 2_001).boundMissed()).isTrue();
        assertThat(report(RepairState.DONE, false, 2_001).boundMissed()).isTrue();
        assertThat(report(RepairState.DONE, true, 2_001).boundMissed()).isFalse();
        assertThat(report(RepairState.CANCELLED, false, 2_001).boundMissed()).isFalse();
    }

    private static HopInfo hop(int from, int to, HopPhase phase, int trips) {
        boolean ran = trips > 0;
        return new HopInfo(
                new NodeId(from),
                new NodeId(to),
                phase,
                ran ? new HopFoundInfo(118, 354, 2, 0) : HopFoundInfo.NOTHING,
                ran ? 120 : 0,
                ran ? 360 : 0,
                0,
                false,
                ran ? 1312 : 0,
                ran ? 3600 : 0,
                trips,
                ran ? 12 : 0,
                ran ? 120 : 0,
                ran ? 3600 : 0,
                "");
    }
}

package io.annealdb.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.proto.ShardHealthProto;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private static final Instant NOW = Instant.ofEpochSecond(100);

    private static ReportFixture holding(
            ReportFixture cluster, long first, long second, long third) {
        return cluster.holds(1, ShardHealthProto.WHOLE, first)
                .holds(2, ShardHealthProto.WHOLE, second)
                .holds(3, ShardHealthProto.WHOLE, third);
    }

    private static StatusReport.Shards shards(ReportFixture cluster) {
        return StatusReport.of(cluster.view(), NOW).shards();
    }

    @Test
    void equalOwnersAreCertifiedIfACertificateSaysSo() {
        assertThat(shards(holding(new ReportFixture(), 5, 5, 5)))
                .isEqualTo(new StatusReport.Shards(1, 0, 0, 1, 0, 0, 0, 0));
        assertThat(shards(holding(new ReportFixture().certified(), 5, 5, 5)))
                .isEqualTo(new StatusReport.Shards(1, 1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aWriteSinceTheCertificateIsNoDivergence() {
        assertThat(shards(holding(new ReportFixture().certified(), 6, 6, 6)))
                .isEqualTo(new StatusReport.Shards(1, 0, 1, 0, 0, 0, 0, 0));
        assertThat(shards(holding(new ReportFixture().certified(), 6, 7, 6).atRest()))
                .isEqualTo(new StatusReport.Shards(1, 0, 1, 0, 0, 0, 0, 0));
        assertThat(shards(holding(new ReportFixture().certified(), 6, 7, 6)))
                .isEqualTo(new StatusReport.Shards(1, 0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void otherRootsHaveDiverged() {
        StatusReport report =
                StatusReport.of(
                        new ReportFixture()
                                .holds(1, ShardHealthProto.WHOLE, 5)
                                .holds(2, ShardHealthProto.WHOLE, 6)
                                .holds(3, ShardHealthProto.WHOLE, 5)
                                .view(),
                        NOW);
        assertThat(report.shards()).isEqualTo(new StatusReport.Shards(1, 0, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void aLostCopyIsMissingWhateverTheOthersAre() {
        StatusReport report =
                StatusReport.of(
                        new ReportFixture()
                                .holds(1, ShardHealthProto.WHOLE, 5)
                                .holds(2, ShardHealthProto.MISSING, 0)
                                .view(),
                        NOW);
        assertThat(report.shards()).isEqualTo(new StatusReport.Shards(1, 0, 0, 0, 0, 1, 0, 0));
    }

    @Test
    void withAnOwnerAwayNothingIsKnown() {
        StatusReport report =
                StatusReport.of(
                        new ReportFixture()
                                .holds(1, ShardHealthProto.WHOLE, 5)
                                .holds(2, ShardHealthProto.WHOLE, 5)
                                .liveness(3, "dead")
                                .view(),
                        NOW);
        assertThat(report.shards()).isEqualTo(new StatusReport.Shards(1, 0, 0, 0, 0, 0, 1, 0));
        assertThat(report.nodes().get(2).state()).isEqualTo("dead");
    }

    @Test
    void theJsonIsWhatScriptsRelyOn() {
        String json =
                Json.text(StatusReport.of(new ReportFixture().liveness(1, "alive").view(), NOW));
        assertThat(json)
                .startsWith("{\"meta\":{\"leader\":\"meta-1\",\"peers\":[\"meta-1\"]},\"nodes\":[{")
                .contains(
                        "\"name\":\"data-1\",\"state\":\"alive\",\"http\":\"127.0.0.1:8086\"",
                        "\"zone\":\"\",\"hintBytes\":0,\"debts\":0",
                        "\"shards\":{\"total\":1,\"certified\":0,\"changedSince\":0,"
                                + "\"uncertified\":0,\"diverged\":0,\"missing\":0,",
                        "\"underReplicated\":0}",
                        "\"repairs\":[]");
    }

    @Test
    void withoutMetaWhoAnswersIsAlive() {
        StatusReport report =
                StatusReport.of(
                        new ReportFixture().holds(1, ShardHealthProto.WHOLE, 5).viewWithoutMeta(),
                        NOW);
        assertThat(report.meta())
                .isEqualTo(new StatusReport.Meta(null, java.util.List.of("meta-1")));
        assertThat(report.nodes().stream().map(NodeReport::state))
                .containsExactly("alive", "dead", "dead");
    }

    @Test
    void theLatestPromiseOfAllThatDiffersIsTold() {
        StatusReport report =
                StatusReport.of(
                        new ReportFixture().promised(7, 90_000).promised(8, 160_000).view(), NOW);
        assertThat(report.equalBy()).isEqualTo("1970-01-01T00:02:40Z");
        assertThat(report.boundsMissed()).containsExactly("shard 7");
    }

    @Test
    void aLossIsHealedWithinOneLookASecondOneAndARing() {
        // 60 + 10 + 4 x (1000 / 20 MB/s + 60)
        assertThat(
                        StatusReport.of(holding(new ReportFixture(), 5, 5, 5).view(), NOW)
                                .lossHealedWithinSeconds())
                .isEqualTo(310);
    }

    @Test
    void withoutMetaNothingIsPromised() {
        StatusReport report =
                StatusReport.of(holding(new ReportFixture(), 5, 5, 5).viewWithoutMeta(), NOW);
        assertThat(report.lossHealedWithinSeconds()).isNull();
        assertThat(report.equalBy()).isNull();
    }
}

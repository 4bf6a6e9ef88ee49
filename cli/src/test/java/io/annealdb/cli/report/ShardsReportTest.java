package io.annealdb.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.proto.ShardHealthProto;
import org.junit.jupiter.api.Test;

class ShardsReportTest {
    @Test
    void eachOwnerIsListedWithItsState() {
        ShardsReport report =
                ShardsReport.of(
                        new ReportFixture()
                                .holds(1, ShardHealthProto.WHOLE, 5)
                                .holds(2, ShardHealthProto.MISSING, 0)
                                .view(),
                        place -> true);
        String root = ReportFixture.root(5).hex();
        assertThat(report.shards().get(0).owners())
                .containsExactly(
                        new ShardsReport.OwnerCopy("data-1", 1000, 10, root, "serving"),
                        new ShardsReport.OwnerCopy("data-2", 1000, 10, "", "missing"),
                        new ShardsReport.OwnerCopy("data-3", 0, 0, "", "unreachable"));
    }

    @Test
    void timesAreInUtcAndTheCertificateIsNull() {
        String json = Json.text(ShardsReport.of(new ReportFixture().view(), place -> true));
        assertThat(json)
                .startsWith(
                        "{\"shards\":[{\"id\":7,\"database\":\"nab\",\"retentionPolicy\":\"autogen\","
                                + "\"group\":3,\"start\":\"1970-01-01T00:00:00Z\","
                                + "\"end\":\"1970-01-08T00:00:00Z\",\"owners\":[")
                .endsWith("\"certificate\":null}]}");
    }

    @Test
    void aCertificateSaysHowFarAndWhetherItStillHolds() {
        ReportFixture cluster = new ReportFixture().certified().holds(1, ShardHealthProto.WHOLE, 5);
        ShardsReport.Certified standing =
                new ShardsReport.Certified(
                        ReportFixture.root(5).hex(),
                        "1970-01-01T00:00:12Z",
                        "1970-01-01T00:00:09Z",
                        0,
                        false);
        assertThat(certificate(cluster)).isEqualTo(standing);
        cluster.holds(2, ShardHealthProto.WHOLE, 6);
        assertThat(certificate(cluster).changedSince()).isTrue();
    }

    private static ShardsReport.Certified certificate(ReportFixture cluster) {
        return ShardsReport.of(cluster.view(), place -> true).shards().get(0).certificate();
    }
}

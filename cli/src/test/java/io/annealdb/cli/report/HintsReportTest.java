package io.annealdb.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HintsReportTest {
    @Test
    void aNodeThatAnswersSpeaksForItself() {
        HintsReport report =
                HintsReport.of(new ReportFixture().hints(1, 3, 500).heard(1, 3, 9_999).view());
        assertThat(report.queues())
                .containsExactly(
                        new HintsReport.Queue(
                                "data-1",
                                "data-3",
                                500,
                                50,
                                "1970-01-01T00:00:01Z",
                                "blocked",
                                0,
                                0,
                                false));
    }

    @Test
    void theQueuesOfADeadNodeAreListedAsLastKnown() {
        HintsReport report = HintsReport.of(new ReportFixture().heard(2, 3, 500).view());
        assertThat(Json.text(report))
                .isEqualTo(
                        "{\"queues\":[{\"on\":\"data-2\",\"for\":\"data-3\",\"bytes\":500,\"points\":50,"
                                + "\"oldest\":\"1970-01-01T00:00:01Z\",\"state\":\"blocked\","
                                + "\"asideBytes\":0,\"asidePoints\":0,"
                                + "\"stale\":true}]}");
    }

    @Test
    void nothingThatWaitsHasNoOldest() {
        HintsReport report = HintsReport.of(new ReportFixture().hints(1, 3, 0).view());
        assertThat(Json.text(report)).contains("\"oldest\":null,\"state\":\"idle\"");
    }
}

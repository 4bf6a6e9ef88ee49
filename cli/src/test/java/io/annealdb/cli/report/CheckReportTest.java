package io.annealdb.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.repair.check.PairDifference;
import io.annealdb.repair.check.ShardCheck;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.compare.SeriesDifference;
import io.annealdb.repair.ring.Hop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckReportTest {
    private static final HopDifference DIFFERENCE =
            new HopDifference(
                    false,
                    120,
                    360,
                    3,
                    0,
                    1_000_000_000,
                    2_000_000_000,
                    List.of(
                            new SeriesDifference(
                                    SeriesKey.of("cpu", Map.of("host", "a")),
                                    120,
                                    3,
                                    1_000_000_000,
                                    2_000_000_000)));

    @Test
    void theJsonIsWhatScriptsRelyOn() {
        assertThat(Json.text(report(List.of(), false)))
                .isEqualTo(
                        "{\"equal\":false,\"shards\":[{\"id\":7,\"equal\":false,\"differences\":["
                                + "{\"from\":\"data-1\",\"to\":\"data-3\",\"missingShard\":false,"
                                + "\"missingPoints\":120,\"missingValues\":360,\"stalePoints\":3,"
                                + "\"missingDeletes\":0,\"start\":\"1970-01-01T00:00:01Z\","
                                + "\"end\":\"1970-01-01T00:00:02Z\"}]}]}");
    }

    @Test
    void ownersThatAreAwayAreNamed() {
        assertThat(Json.text(report(List.of(new NodeId(2)), false)))
                .contains("\"unreachable\":[\"data-2\"]");
    }

    @Test
    void detailsNameSeries() {
        assertThat(report(List.of(), true).shards().get(0).differences().get(0).series())
                .containsExactly(
                        new CheckReport.Series(
                                "cpu,host=a",
                                120,
                                3,
                                "1970-01-01T00:00:01Z",
                                "1970-01-01T00:00:02Z"));
    }

    private static CheckReport report(List<NodeId> away, boolean details) {
        ShardCheck check =
                new ShardCheck(
                        new ShardId(7),
                        List.of(
                                new PairDifference(
                                        new Hop(new NodeId(1), new NodeId(3)), DIFFERENCE)),
                        List.of(),
                        away);
        return CheckReport.of(List.of(check), ReportFixture.image(), details);
    }
}

package io.annealdb.cli.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.cli.report.RepairReport;
import io.annealdb.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HopBarsTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void theShardAtWorkIsShownAHopALine() {
        new HopBars(new Terminal(err, err, true, true, 80, ""))
                .draw(
                        job(
                                shard(1, hop("verified", 120, 120), hop("skipped", 0, 0)),
                                shard(2, hop("streaming", 30, 120), hop("planned", 0, 0)),
                                shard(3, hop("planned", 0, 0), hop("planned", 0, 0))));
        String screen =
                written.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "");
        assertThat(screen.lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("r-1 running", "shard 2", "2 of 3"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains(
                                                "data-1 → data-2",
                                                "█████·",
                                                "streaming",
                                                "30 points"))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void bytesAndPointsTellHowFarAHopIs() {
        assertThat(HopBars.fraction(hop("streaming", 30, 120))).isEqualTo(0.25);
        assertThat(HopBars.fraction(hop("streaming", 30, 0))).isZero();
        assertThat(HopBars.fraction(hop("comparing", 0, 120))).isZero();
        assertThat(HopBars.fraction(hop("verified", 0, 0))).isOne();
    }

    private static RepairReport job(RepairReport.Shard... shards) {
        return new RepairReport(
                "r-1",
                "running",
                null,
                null,
                null,
                false,
                null,
                List.of(shards),
                new RepairReport.Totals(0, 0, 0, 0, 0),
                null,
                null);
    }

    private static RepairReport.Shard shard(long id, RepairReport.Hop... hops) {
        return new RepairReport.Shard(
                id, "data-1", List.of(hops), false, null, List.of(), null, null, null);
    }

    private static RepairReport.Hop hop(String state, long sent, long planned) {
        return new RepairReport.Hop(
                "data-1", "data-2", state, sent, 0, 0, sent, sent, 0, false, 0, 0, 0, 0, planned, 0,
                null);
    }
}

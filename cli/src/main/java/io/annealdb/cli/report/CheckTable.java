package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Table.Cell;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a check found, for people. */
public final class CheckTable {
    private CheckTable() {}

    public static void print(CheckReport report, Terminal terminal) {
        long different = report.shards().stream().filter(CheckReport.Shard::differs).count();
        long equal = report.shards().stream().filter(CheckReport.Shard::equal).count();
        Table differences = differences(report);
        if (!differences.isEmpty()) {
            differences.print(terminal);
            terminal.print("");
            series(report, terminal);
        }
        for (CheckReport.Shard shard : report.shards()) {
            if (shard.points() != null) {
                PointTable.print(
                        shard.id(), new PointList(shard.points(), shard.pointsPage()), terminal);
            }
        }
        verified(report, terminal);
        owners(report, "lost by", CheckReport.Shard::missing, Style.BAD, terminal);
        owners(report, "no answer from", CheckReport.Shard::unreachable, Style.WARN, terminal);
        String summary = Units.count(report.shards().size(), "shard") + ": " + equal + " equal";
        terminal.print(
                different > 0
                        ? terminal.styled(Style.BAD, summary + ", " + different + " different")
                        : terminal.styled(report.equal() ? Style.GOOD : Style.WARN, summary));
    }

    /** What is true of the same owners is said once for all shards. */
    private static void owners(
            CheckReport report,
            String what,
            Function<CheckReport.Shard, List<String>> owners,
            Style style,
            Terminal terminal) {
        Map<List<String>, List<String>> shards = new LinkedHashMap<>();
        for (CheckReport.Shard shard : report.shards()) {
            if (owners.apply(shard) != null) {
                shards.computeIfAbsent(owners.apply(shard), names -> new ArrayList<>())
                        .add("" + shard.id());
            }
        }
        shards.forEach(
                (names, ids) ->
                        terminal.print(
                                terminal.styled(
                                        style,
                                        ShardNames.of(ids)
                                                + ": "
                                                + what
                                                + " "
                                                + String.join(", ", names))));
    }

    private static Table differences(CheckReport report) {
        Table table =
                new Table()
                        .numbers("SHARD")
                        .words("FROM")
                        .words("TO")
                        .numbers("LACKS POINTS")
                        .numbers("VALUES")
                        .numbers("STALE")
                        .numbers("DELETES")
                        .words("FIRST")
                        .words("LAST");
        for (CheckReport.Shard shard : report.shards()) {
            for (CheckReport.Difference difference : shard.differences()) {
                table.row(
                        shard.id(),
                        difference.from(),
                        difference.to(),
                        difference.missingShard()
                                ? new Cell("whole shard", Style.BAD)
                                : Units.count(difference.missingPoints()),
                        Units.count(difference.missingValues()),
                        Units.count(difference.stalePoints()),
                        Units.count(difference.missingDeletes()),
                        orBlank(difference.start()),
                        orBlank(difference.end()));
            }
        }
        return table;
    }

    private static void series(CheckReport report, Terminal terminal) {
        Table table =
                new Table()
                        .numbers("SHARD")
                        .words("FROM")
                        .words("TO")
                        .words("SERIES")
                        .numbers("LACKS POINTS")
                        .numbers("STALE")
                        .words("FIRST")
                        .words("LAST");
        for (CheckReport.Shard shard : report.shards()) {
            for (CheckReport.Difference pair : shard.differences()) {
                List<CheckReport.Series> all = pair.series() == null ? List.of() : pair.series();
                for (CheckReport.Series series : all) {
                    table.row(
                            shard.id(),
                            pair.from(),
                            pair.to(),
                            series.series(),
                            Units.count(series.missingPoints()),
                            Units.count(series.stalePoints()),
                            series.start(),
                            series.end());
                }
            }
        }
        if (!table.isEmpty()) {
            table.print(terminal);
            terminal.print("");
        }
    }

    private static void verified(CheckReport report, Terminal terminal) {
        Table table =
                new Table()
                        .numbers("SHARD")
                        .words("NODE")
                        .numbers("FILES")
                        .numbers("BLOCKS")
                        .numbers("READ")
                        .words("DAMAGE");
        for (CheckReport.Shard shard : report.shards()) {
            if (shard.verified() != null) {
                for (VerifiedReport copy : shard.verified()) {
                    table.row(
                            shard.id(),
                            copy.node(),
                            Units.count(copy.files()),
                            Units.count(copy.blocks()),
                            Units.bytes(copy.bytes()),
                            new Cell(String.join("; ", copy.damage()), Style.BAD));
                }
            }
        }
        if (!table.isEmpty()) {
            table.print(terminal);
            terminal.print("");
        }
    }

    private static String orBlank(String time) {
        return time == null ? "" : time;
    }
}

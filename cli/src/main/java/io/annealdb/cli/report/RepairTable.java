package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of a repair, for people: a line for each hop, and the sums. */
public final class RepairTable {
    private RepairTable() {}

    public static void print(RepairReport report, Terminal terminal) {
        Table hops = hops(report);
        if (!hops.isEmpty()) {
            hops.print(terminal);
            terminal.print("");
        }
        for (RepairReport.Shard shard : report.shards()) {
            if (shard.points() != null) {
                PointTable.print(
                        shard.id(), new PointList(shard.points(), shard.pointsPage()), terminal);
            }
        }
        notes(report).forEach(line -> terminal.print(terminal.styled(Style.WARN, line)));
        bound(report, terminal);
        if (report.failure() != null) {
            terminal.print(terminal.styled(Style.BAD, report.failure()));
        }
        terminal.print(summary(report, terminal));
    }

    /** The jobs, a line for each. */
    public static void print(RepairListReport report, Terminal terminal) {
        if (report.repairs().isEmpty()) {
            terminal.print("no repairs");
            return;
        }
        Table table =
                new Table()
                        .words("REPAIR")
                        .words("STATE")
                        .numbers("SHARDS")
                        .words("STARTED")
                        .words("FINISHED")
                        .words("WHY");
        report.repairs()
                .forEach(
                        job ->
                                table.row(
                                        job.id(),
                                        StatusTable.state(job.state()),
                                        job.shards(),
                                        job.started() == null ? "" : job.started(),
                                        job.finished() == null ? "" : job.finished(),
                                        job.reason() == null ? "" : job.reason()));
        table.print(terminal);
    }

    private static void bound(RepairReport report, Terminal terminal) {
        boolean ended = report.finished() != null;
        if (report.id() == null || report.equalBy() == null || ended && !report.boundMissed()) {
            return;
        }
        String note = report.equalByNote() == null ? "" : " (" + report.equalByNote() + ")";
        terminal.print(
                report.boundMissed()
                        ? terminal.styled(
                                Style.BAD,
                                "owners were to be equal by "
                                        + report.equalBy()
                                        + note
                                        + ", and were not")
                        : "equal at the latest " + report.equalBy() + note);
    }

    /** What stands out, once for all shards of which it is true. */
    private static List<String> notes(RepairReport report) {
        Map<String, List<String>> shards = new LinkedHashMap<>();
        for (RepairReport.Shard shard : report.shards()) {
            String note = shard.note();
            if (note == null && !shard.absent().isEmpty()) {
                note = "no answer from " + String.join(", ", shard.absent());
            }
            if (note != null) {
                shards.computeIfAbsent(note, n -> new ArrayList<>()).add("" + shard.id());
            }
        }
        List<String> lines = new ArrayList<>();
        shards.forEach((note, of) -> lines.add(ShardNames.of(of) + ": " + note));
        return lines;
    }

    /** The hops of rings that had to be gone; of shards that were equal before there are none. */
    private static Table hops(RepairReport report) {
        Table table =
                new Table()
                        .numbers("SHARD")
                        .words("FROM")
                        .words("TO")
                        .words("STATE")
                        .numbers("LACKED")
                        .numbers("STALE")
                        .numbers("POINTS")
                        .numbers("VALUES")
                        .numbers("DELETES")
                        .numbers("COMPARING")
                        .numbers("PAYLOAD")
                        .numbers("TRIPS")
                        .numbers("TIME")
                        .words("NOTE");
        for (RepairReport.Shard shard : report.shards()) {
            boolean first = true;
            List<RepairReport.Hop> hops = wasEqual(shard) ? List.of() : shard.hops();
            for (RepairReport.Hop hop : hops) {
                String note = hop.note() == null ? "" : hop.note();
                table.row(
                        first ? shard.id() : "",
                        hop.from(),
                        hop.to(),
                        StatusTable.state(hop.state()),
                        Units.count(hop.missingPointsFound()),
                        Units.count(hop.stalePointsFound()),
                        Units.count(hop.pointsSent()),
                        Units.count(hop.valuesSent()),
                        Units.count(hop.deletesSent()),
                        Units.bytes(hop.metadataBytes()),
                        Units.bytes(hop.payloadBytes()),
                        hop.roundTrips(),
                        Units.duration(Duration.ofMillis(hop.millis())),
                        hop.shardCopied() ? ("copied whole " + note).strip() : note);
                first = false;
            }
        }
        return table;
    }

    private static boolean wasEqual(RepairReport.Shard shard) {
        return shard.hops().stream().allMatch(hop -> hop.state().equals("skipped") && !hop.ran());
    }

    private static String summary(RepairReport report, Terminal terminal) {
        RepairReport.Totals totals = report.totals();
        long certified = report.shards().stream().filter(RepairReport.Shard::certified).count();
        long equal = report.shards().stream().filter(RepairTable::wasEqual).count();
        String sums =
                (equal > 0 ? equal + " equal before, " : "")
                        + Units.count(totals.hops(), "hop")
                        + ", "
                        + Units.count(totals.pointsSent(), "point")
                        + " sent, "
                        + Units.bytes(totals.payloadBytes())
                        + " of payload, "
                        + Units.bytes(totals.metadataBytes())
                        + " of comparison";
        if (report.state().equals("planned")) {
            return "planned: "
                    + sums
                    + ", about "
                    + Units.duration(Duration.ofMillis(totals.millis()))
                    + "\nplan "
                    + report.plan()
                    + (report.equalBy() == null ? "" : "\nequal at the latest " + report.equalBy());
        }
        if (report.id() == null) {
            return terminal.styled(
                    report.failure() == null ? Style.GOOD : Style.WARN,
                    "exchange "
                            + report.state()
                            + ": "
                            + (certified > 0 ? "all owners are equal, " : "")
                            + sums);
        }
        return terminal.styled(
                report.certified() ? Style.GOOD : Style.WARN,
                report.id()
                        + " "
                        + report.state()
                        + ": "
                        + certified
                        + " of "
                        + Units.count(report.shards().size(), "shard")
                        + " certified, "
                        + sums
                        + ", "
                        + Units.duration(Duration.ofMillis(totals.millis())));
    }
}

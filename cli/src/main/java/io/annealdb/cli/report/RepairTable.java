package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;
import java.time.Duration;

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
            if (!shard.absent().isEmpty()) {
                terminal.print(
                        terminal.styled(
                                Style.WARN,
                                "shard "
                                        + shard.id()
                                        + ": away, and not certified: "
                                        + String.join(", ", shard.absent())));
            }
            if (shard.note() != null) {
                terminal.print("shard " + shard.id() + ": " + shard.note());
            }
        }
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
                        .words("FINISHED");
        report.repairs()
                .forEach(
                        job ->
                                table.row(
                                        job.id(),
                                        StatusTable.state(job.state()),
                                        job.shards(),
                                        job.started() == null ? "" : job.started(),
                                        job.finished() == null ? "" : job.finished()));
        table.print(terminal);
    }

    private static Table hops(RepairReport report) {
        Table table =
                new Table()
                        .numbers("SHARD")
                        .words("FROM")
                        .words("TO")
                        .words("STATE")
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
            for (RepairReport.Hop hop : shard.hops()) {
                String note = hop.note() == null ? "" : hop.note();
                table.row(
                        first ? shard.id() : "",
                        hop.from(),
                        hop.to(),
                        StatusTable.state(hop.state()),
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

    private static String summary(RepairReport report, Terminal terminal) {
        RepairReport.Totals totals = report.totals();
        long certified = report.shards().stream().filter(RepairReport.Shard::certified).count();
        String sums =
                Units.count(totals.hops(), "hop")
                        + ", "
                        + Units.count(totals.pointsSent(), "point")
                        + " sent, "
                        + Units.bytes(totals.payloadBytes())
                        + " of payload, "
                        + Units.bytes(totals.metadataBytes())
                        + " of comparison";
        if (report.id() == null) {
            return "planned: "
                    + sums
                    + "\nplan "
                    + report.plan()
                    + (report.latest() == null ? "" : "\nequal at the latest " + report.latest());
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

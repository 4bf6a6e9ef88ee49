package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Table.Cell;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The status of a cluster, for people: meta, nodes, shards, repairs. */
public final class StatusTable {
    private StatusTable() {}

    public static void print(StatusReport status, Terminal terminal) {
        StatusReport.Meta meta = status.meta();
        terminal.print(
                "meta     "
                        + (meta.leader() == null
                                ? terminal.styled(Style.WARN, "no leader known")
                                : "leader " + meta.leader())
                        + ", peers "
                        + String.join(", ", meta.peers()));
        terminal.print("shards   " + shards(status.shards(), terminal));
        terminal.print("repairs  " + repairs(status.repairs()));
        terminal.print("equal    " + equality(status, terminal));
        terminal.print("");
        NodesTable.print(new NodesReport(status.nodes()), terminal);
    }

    private static String shards(StatusReport.Shards shards, Terminal terminal) {
        List<String> parts = new ArrayList<>();
        add(parts, shards.certified(), "certified", Style.GOOD, terminal);
        add(parts, shards.changedSince(), "changed since", Style.PLAIN, terminal);
        add(parts, shards.uncertified(), "equal", Style.GOOD, terminal);
        add(parts, shards.diverged(), "diverged", Style.BAD, terminal);
        add(parts, shards.missing(), "missing or damaged", Style.BAD, terminal);
        add(parts, shards.unknown(), "with an owner away", Style.WARN, terminal);
        add(parts, shards.underReplicated(), "under-replicated", Style.WARN, terminal);
        String all = Units.count(shards.total());
        return parts.isEmpty() ? all : all + ": " + String.join(", ", parts);
    }

    private static String equality(StatusReport status, Terminal terminal) {
        List<String> parts = new ArrayList<>();
        if (!status.boundsMissed().isEmpty()) {
            parts.add(
                    terminal.styled(
                            Style.BAD,
                            "overdue: "
                                    + String.join(", ", status.boundsMissed())
                                    + ", promised by "
                                    + status.equalBy()));
        } else if (status.equalBy() != null) {
            parts.add("what differs now by " + status.equalBy());
        }
        parts.add(
                status.lossHealedWithinSeconds() == null
                        ? terminal.styled(
                                Style.WARN, "nothing is promised: no background repair now")
                        : "a new loss is healed within "
                                + Units.duration(
                                        Duration.ofSeconds(status.lossHealedWithinSeconds())));
        return String.join("; ", parts);
    }

    private static void add(
            List<String> parts, int count, String what, Style style, Terminal terminal) {
        if (count > 0) {
            parts.add(terminal.styled(style, count + " " + what));
        }
    }

    private static String repairs(List<StatusReport.RunningRepair> repairs) {
        return repairs.isEmpty()
                ? "none running"
                : String.join(
                        ", ", repairs.stream().map(job -> job.id() + " " + job.state()).toList());
    }

    /** A node's state, coloured by how good it is. */
    static Cell state(String state) {
        return new Cell(
                state,
                switch (state) {
                    case "alive", "serving", "done", "verified" -> Style.GOOD;
                    case "dead", "missing", "damaged", "failed" -> Style.BAD;
                    case "skipped", "planned", "queued" -> Style.DIM;
                    default -> Style.WARN;
                });
    }
}

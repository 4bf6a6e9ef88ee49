package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;

/** Hints and debts, for people. */
public final class QueueTables {
    private QueueTables() {}

    public static void print(HintsReport report, Terminal terminal) {
        if (report.queues().isEmpty()) {
            terminal.print("no hints wait");
            return;
        }
        Table table =
                new Table()
                        .words("ON")
                        .words("FOR")
                        .numbers("BYTES")
                        .numbers("POINTS")
                        .words("OLDEST")
                        .words("STATE");
        report.queues()
                .forEach(
                        queue ->
                                table.row(
                                        queue.on(),
                                        queue.forNode(),
                                        Units.bytes(queue.bytes()),
                                        Units.count(queue.points()),
                                        queue.oldest() == null ? "" : queue.oldest(),
                                        state(queue)));
        table.print(terminal);
    }

    private static String state(HintsReport.Queue queue) {
        return queue.state()
                + (queue.asideBytes() > 0
                        ? ", " + Units.count(queue.asidePoints()) + " points set aside"
                        : "")
                + (queue.stale() ? " (as last heard)" : "");
    }

    public static void print(DebtsReport report, Terminal terminal) {
        if (report.debts().isEmpty()) {
            terminal.print("no debts");
            return;
        }
        Table table =
                new Table()
                        .numbers("SHARD")
                        .words("FOR")
                        .words("NOTED ON")
                        .words("START")
                        .words("END")
                        .words("WHY")
                        .words("AT");
        report.debts()
                .forEach(
                        debt ->
                                table.row(
                                        debt.shard(),
                                        debt.forNode(),
                                        debt.on(),
                                        debt.start(),
                                        debt.end(),
                                        debt.why(),
                                        debt.at() == null ? "" : debt.at()));
        table.print(terminal);
    }
}

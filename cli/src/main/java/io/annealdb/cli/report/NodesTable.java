package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Table.Cell;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;

/** Nodes, for people. */
public final class NodesTable {
    private NodesTable() {}

    public static void print(NodesReport report, Terminal terminal) {
        Table table =
                new Table()
                        .words("NODE")
                        .numbers("ID")
                        .words("STATE")
                        .words("HTTP")
                        .words("GRPC")
                        .words("ZONE")
                        .numbers("HINTS")
                        .numbers("DEBTS")
                        .words("BEHIND")
                        .words("TROUBLE");
        for (NodeReport node : report.nodes()) {
            boolean data = node.id() != null;
            table.row(
                    node.name(),
                    data ? node.id() : "",
                    StatusTable.state(node.state()),
                    data ? node.http() : "",
                    node.rpc(),
                    node.zone(),
                    data ? Units.bytes(node.hintBytes()) : "",
                    data ? node.debts() : "",
                    node.behind() == null ? "" : String.join(", ", node.behind()),
                    new Cell(node.trouble() == null ? "" : node.trouble(), Style.BAD));
        }
        table.print(terminal);
    }
}

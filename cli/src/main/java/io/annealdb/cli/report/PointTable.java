package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;
import java.util.stream.Collectors;

/** Differing values, for people. */
final class PointTable {
    private PointTable() {}

    static void print(long shard, PointList list, Terminal terminal) {
        Table table =
                new Table()
                        .numbers("SHARD")
                        .words("SERIES")
                        .words("TIME")
                        .words("FIELD")
                        .words("HELD")
                        .words("LACKED BY")
                        .words("WINS")
                        .words("WHY");
        for (PointReport point : list.values()) {
            table.row(
                    shard,
                    point.series(),
                    point.time(),
                    point.field(),
                    point.holders().stream()
                            .map(holder -> holder.node() + "=" + holder.value())
                            .collect(Collectors.joining(" ")),
                    String.join(", ", point.lacking()),
                    point.winner() == null ? "" : point.winner(),
                    point.why());
        }
        if (!table.isEmpty()) {
            table.print(terminal);
        }
        terminal.print(
                "shard "
                        + shard
                        + ": page "
                        + list.page().number()
                        + " of "
                        + list.page().pages()
                        + ", "
                        + (list.page().complete() ? "" : "more than ")
                        + Units.count(list.page().total(), "point"));
        terminal.print("");
    }
}

package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;

/** Shards, for people: a line for each copy. */
public final class ShardsTable {
    private static final int ROOT_SHOWN = 12;

    private ShardsTable() {}

    public static void print(ShardsReport report, Terminal terminal) {
        if (report.shards().isEmpty()) {
            terminal.print("no shards");
            return;
        }
        Table table =
                new Table()
                        .numbers("SHARD")
                        .words("DATABASE")
                        .words("POLICY")
                        .numbers("GROUP")
                        .words("START")
                        .words("END")
                        .words("OWNER")
                        .words("STATE")
                        .numbers("SIZE")
                        .numbers("POINTS")
                        .words("ROOT")
                        .words("SETTLED TO");
        for (ShardsReport.Shard shard : report.shards()) {
            boolean first = true;
            for (ShardsReport.OwnerCopy copy : shard.owners()) {
                table.row(
                        first ? shard.id() : "",
                        first ? shard.database() : "",
                        first ? shard.retentionPolicy() : "",
                        first ? shard.group() : "",
                        first ? shard.start() : "",
                        first ? shard.end() : "",
                        copy.node(),
                        StatusTable.state(copy.state()),
                        Units.bytes(copy.bytes()),
                        Units.count(copy.points()),
                        copy.root().substring(0, Math.min(ROOT_SHOWN, copy.root().length())),
                        first ? settled(shard.certificate()) : "");
                first = false;
            }
        }
        table.print(terminal);
    }

    private static String settled(ShardsReport.Certified certificate) {
        if (certificate == null) {
            return "-";
        }
        return certificate.settledTo() + (certificate.changedSince() ? ", changed since" : "");
    }
}

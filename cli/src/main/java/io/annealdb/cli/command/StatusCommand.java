package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.StatusReport;
import io.annealdb.cli.report.StatusTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Meta leader and peers, data nodes, shards by health, running repairs.")
final class StatusCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private ViewOptions cluster;
    @Mixin private OutputOption output;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ClusterConnection connection = cluster.connect()) {
            StatusReport report =
                    StatusReport.of(connection.viewAtRest(), context.clock().instant());
            output.print(report, () -> StatusTable.print(report, context.terminal()));
        }
        return ExitCode.DONE;
    }
}

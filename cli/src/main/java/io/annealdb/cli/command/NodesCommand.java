package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.NodesReport;
import io.annealdb.cli.report.NodesTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "nodes", description = "Data nodes and meta nodes: where they are, how they are.")
final class NodesCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private MetaOption meta;
    @Mixin private OutputOption output;

    NodesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ClusterConnection connection =
                ClusterConnection.throughMeta(context, meta.addresses())) {
            NodesReport report =
                    NodesReport.of(
                            connection.view(),
                            address -> connection.meta().status(address).isPresent());
            output.print(report, () -> NodesTable.print(report, context.terminal()));
        }
        return ExitCode.DONE;
    }
}

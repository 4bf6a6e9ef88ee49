package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.DebtsReport;
import io.annealdb.cli.report.QueueTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "debts", description = "What is known to be missing where, and why.")
final class DebtsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private MetaOption meta;
    @Mixin private OutputOption output;

    DebtsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ClusterConnection connection =
                ClusterConnection.throughMeta(context, meta.addresses())) {
            DebtsReport report = DebtsReport.of(connection.view());
            output.print(report, () -> QueueTables.print(report, context.terminal()));
        }
        return ExitCode.DONE;
    }
}

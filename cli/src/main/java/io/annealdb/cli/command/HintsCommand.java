package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.HintsReport;
import io.annealdb.cli.report.QueueTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "hints", description = "The hinted handoff queues: what waits where for whom.")
final class HintsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private MetaOption meta;
    @Mixin private OutputOption output;

    HintsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ClusterConnection connection =
                ClusterConnection.throughMeta(context, meta.addresses())) {
            HintsReport report = HintsReport.of(connection.view());
            output.print(report, () -> QueueTables.print(report, context.terminal()));
        }
        return ExitCode.DONE;
    }
}

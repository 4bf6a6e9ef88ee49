package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.RepairListReport;
import io.annealdb.cli.report.RepairTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "list", description = "Lists the jobs that the cluster remembers.")
final class RepairListCommand implements Callable<Integer> {
    private final CommandContext context;

    @ParentCommand private RepairCommand repair;

    RepairListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ClusterConnection connection = repair.connect()) {
            RepairListReport report = RepairListReport.of(connection.image());
            repair.output().print(report, () -> RepairTable.print(report, context.terminal()));
        }
        return ExitCode.DONE;
    }
}

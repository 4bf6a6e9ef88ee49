package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.RepairConfigReport;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.SetRepairConfig;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(name = "config", description = "Shows, and changes, how background repair is set.")
final class RepairConfigCommand implements Callable<Integer> {
    private final CommandContext context;

    @ParentCommand private RepairCommand repair;

    @Option(
            names = "--enabled",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether nodes may start repairs by themselves.")
    private Optional<Boolean> enabled = Optional.empty();

    RepairConfigCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ClusterConnection connection = repair.connect()) {
            enabled.ifPresent(
                    wanted ->
                            connection
                                    .meta()
                                    .execute(
                                            MetaCommand.newBuilder()
                                                    .setSetRepairConfig(
                                                            SetRepairConfig.newBuilder()
                                                                    .setEnabled(wanted))));
            RepairConfigReport report = RepairConfigReport.of(connection.image());
            repair.output()
                    .print(
                            report,
                            () ->
                                    context.terminal()
                                            .print(
                                                    "background repair: "
                                                            + (report.enabled()
                                                                    ? "enabled"
                                                                    : "disabled")));
        }
        return ExitCode.DONE;
    }
}

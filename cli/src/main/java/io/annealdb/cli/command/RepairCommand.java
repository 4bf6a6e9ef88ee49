package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.repair.JobName;
import io.annealdb.cli.report.RepairReport;
import io.annealdb.cli.report.RepairTable;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RepairStateProto;
import io.annealdb.proto.SetRepairState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "repair",
        description = "Makes replicas equal again, around the ring.",
        subcommands = {
            RepairStartCommand.class,
            RepairPairCommand.class,
            RepairListCommand.class,
            RepairShowCommand.class,
            RepairCancelCommand.class,
            RepairPauseCommand.class,
            RepairResumeCommand.class,
            RepairConfigCommand.class
        })
final class RepairCommand {
    private final CommandContext context;

    @Mixin private MetaOption meta;
    @Mixin private OutputOption output;

    RepairCommand(CommandContext context) {
        this.context = context;
    }

    ClusterConnection connect() {
        return ClusterConnection.throughMeta(context, meta.addresses());
    }

    MetaOption meta() {
        return meta;
    }

    OutputOption output() {
        return output;
    }

    void print(RepairReport report) {
        output.print(report, () -> RepairTable.print(report, context.terminal()));
    }

    /** Moves a job to another state and prints it. */
    int setState(String name, RepairStateProto state) {
        long id = JobName.parse(name);
        try (ClusterConnection connection = connect()) {
            job(connection, id);
            connection
                    .meta()
                    .execute(
                            MetaCommand.newBuilder()
                                    .setSetRepairState(
                                            SetRepairState.newBuilder().setId(id).setState(state)));
            print(job(connection, id));
        }
        return ExitCode.DONE;
    }

    /**
     * A job as it stands now.
     *
     * @throws CommandFailure if there is none of that name
     */
    RepairReport job(ClusterConnection connection, long id) {
        RepairJobInfo job =
                connection
                        .meta()
                        .repair(id)
                        .orElseThrow(
                                () ->
                                        CommandFailure.failed(
                                                "there is no repair "
                                                        + JobName.of(id)
                                                        + ". anneal repair list names them."));
        return RepairReport.of(job, connection.image(), context.clock().instant());
    }
}

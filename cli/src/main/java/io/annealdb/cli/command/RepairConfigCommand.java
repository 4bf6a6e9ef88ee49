package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.config.AntiEntropyKeys;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.RepairConfigReport;
import io.annealdb.data.config.ConfigException;
import io.annealdb.data.config.ConfigValues;
import io.annealdb.image.RepairCodec;
import io.annealdb.image.RepairConfig;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RepairWindowsProto;
import io.annealdb.proto.SetRepairConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "config",
        description = {
            "Shows, and changes, how background repair is set.",
            "What is not named stays as it is; all of it is in force when the command returns."
        })
final class RepairConfigCommand implements Callable<Integer> {
    private static final String ALWAYS = "always";

    private final CommandContext context;

    @ParentCommand private RepairCommand repair;

    @Option(
            names = "--enabled",
            arity = "1",
            paramLabel = "true|false",
            description =
                    "Whether the cluster repairs unasked; false also ends background jobs that run.")
    private Optional<Boolean> enabled = Optional.empty();

    @Option(
            names = "--check-interval",
            paramLabel = "60s",
            description = "So often the owners of each shard are compared.")
    private Optional<String> checkInterval = Optional.empty();

    @Option(
            names = "--max-concurrent",
            paramLabel = "N",
            description = "Background jobs that run at a time.")
    private Optional<String> maxConcurrent = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "20MB/s",
            description = "Payload a second and background job, KB = 1000; 0 is unlimited.")
    private Optional<String> rate = Optional.empty();

    @Option(
            names = "--window",
            split = ",",
            paramLabel = "22:00-06:00",
            description =
                    "When background jobs may run, in UTC; may be given several times. \"always\""
                            + " takes all windows away.")
    private List<String> windows = List.of();

    RepairConfigCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Map<String, String> given = given();
        RepairConfig asked = checked(given);
        try (ClusterConnection connection = repair.connect()) {
            if (!given.isEmpty()) {
                connection
                        .meta()
                        .execute(
                                MetaCommand.newBuilder().setSetRepairConfig(command(given, asked)));
            }
            RepairConfigReport report = RepairConfigReport.of(connection.image());
            repair.output().print(report, () -> report.print(context.terminal()));
        }
        return ExitCode.DONE;
    }

    /** What the command line says, by the names of the configuration file. */
    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        enabled.ifPresent(text -> given.put("anti-entropy.enabled", text.toString()));
        checkInterval.ifPresent(text -> given.put("anti-entropy.check-interval", text));
        maxConcurrent.ifPresent(text -> given.put("anti-entropy.max-concurrent", text));
        rate.ifPresent(text -> given.put("anti-entropy.rate", text));
        if (!windows.isEmpty()) {
            given.put(
                    "anti-entropy.windows",
                    windows.equals(List.of(ALWAYS)) ? "" : String.join(",", windows));
        }
        return given;
    }

    private static RepairConfig checked(Map<String, String> given) {
        try {
            return AntiEntropyKeys.of(ConfigValues.of(AntiEntropyKeys.KEYS, given));
        } catch (ConfigException wrong) {
            throw CommandFailure.wrongUsage(wrong.getMessage());
        }
    }

    private static SetRepairConfig.Builder command(Map<String, String> given, RepairConfig asked) {
        SetRepairConfig.Builder command = SetRepairConfig.newBuilder();
        if (given.containsKey("anti-entropy.enabled")) {
            command.setEnabled(asked.enabled());
        }
        if (given.containsKey("anti-entropy.check-interval")) {
            command.setCheckIntervalMillis(asked.checkIntervalMillis());
        }
        if (given.containsKey("anti-entropy.max-concurrent")) {
            command.setMaxConcurrent(asked.maxConcurrent());
        }
        if (given.containsKey("anti-entropy.rate")) {
            command.setRate(asked.rate());
        }
        if (given.containsKey("anti-entropy.windows")) {
            RepairWindowsProto.Builder all = RepairWindowsProto.newBuilder();
            asked.windows().forEach(window -> all.addWindows(RepairCodec.encode(window)));
            command.setWindows(all);
        }
        return command;
    }
}

package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.check.ClusterCheck;
import io.annealdb.cli.check.ShardScope;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.CheckReport;
import io.annealdb.cli.report.CheckTable;
import io.annealdb.image.ClusterImage;
import io.annealdb.repair.check.ShardCheck;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = {
            "Compares the replicas' digests; changes nothing.",
            "Exit code 0 if all are equal, 3 if not, 1 if an owner did not answer."
        })
final class CheckCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private ViewOptions cluster;
    @Mixin private OutputOption output;

    @Option(names = "--db", paramLabel = "D", description = "Only this database.")
    private Optional<String> database = Optional.empty();

    @Option(names = "--shard", paramLabel = "ID", description = "Only this shard.")
    private Optional<Long> shard = Optional.empty();

    @Option(names = "--details", description = "Also name series that differ, up to 100 a pair.")
    private boolean details;

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ClusterConnection connection = cluster.connect()) {
            ClusterImage image = connection.image();
            List<ShardCheck> checks =
                    new ClusterCheck(connection, image)
                            .check(new ShardScope(database, shard).in(image));
            CheckReport report = CheckReport.of(checks, image, details);
            output.print(report, () -> CheckTable.print(report, context.terminal()));
            return ExitCode.of(ShardCheck.verdict(checks));
        }
    }
}

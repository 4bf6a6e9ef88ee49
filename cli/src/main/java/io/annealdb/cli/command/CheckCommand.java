package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.check.CheckedShard;
import io.annealdb.cli.check.ClusterCheck;
import io.annealdb.cli.check.PointPage;
import io.annealdb.cli.check.ShardScope;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.report.CheckReport;
import io.annealdb.cli.report.CheckTable;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
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

    @Mixin private PointOptions points;

    @Option(
            names = "--verify",
            description = "Also have every owner read and verify every block of its copies.")
    private boolean verify;

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<PointPage> page = points.page();
        try (ClusterConnection connection = cluster.connect()) {
            ClusterImage image = connection.image();
            List<ShardPlace> places = new ShardScope(database, shard).in(image);
            ClusterCheck check =
                    page.isPresent()
                            ? ClusterCheck.listing(connection, image)
                            : ClusterCheck.counting(connection, image);
            CheckReport report =
                    CheckReport.of(check.check(places), image, page.isPresent())
                            .with(
                                    each ->
                                            new CheckedShard(connection, image, check)
                                                    .beside(each, page, verify));
            output.print(report, () -> CheckTable.print(report, context.terminal()));
            return ExitCode.of(report.verdict());
        }
    }
}

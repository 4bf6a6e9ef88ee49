package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.check.ShardScope;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.ClusterView;
import io.annealdb.cli.report.ShardsReport;
import io.annealdb.cli.report.ShardsTable;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "shards",
        description = "Shards: group, time range, owners, size, state of their digests.")
final class ShardsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private ViewOptions cluster;
    @Mixin private OutputOption output;

    @Option(names = "--db", paramLabel = "D", description = "Only this database.")
    private Optional<String> database = Optional.empty();

    @Option(names = "--group", paramLabel = "G", description = "Only this shard group.")
    private Optional<Long> group = Optional.empty();

    ShardsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (ClusterConnection connection = cluster.connect()) {
            ClusterView view = connection.view();
            database.ifPresent(name -> ShardScope.requireDatabase(view.image(), name));
            group.ifPresent(id -> ShardScope.requireGroup(view.image(), id));
            ShardsReport report =
                    ShardsReport.of(
                            view,
                            place ->
                                    database.map(place.database().name()::equals).orElse(true)
                                            && group.map(id -> place.group().id() == id)
                                                    .orElse(true));
            output.print(report, () -> ShardsTable.print(report, context.terminal()));
        }
        return ExitCode.DONE;
    }
}

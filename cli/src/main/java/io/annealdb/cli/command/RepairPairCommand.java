package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.check.ShardScope;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.cli.repair.ExchangeMode;
import io.annealdb.cli.repair.HopBars;
import io.annealdb.cli.repair.PairExchange;
import io.annealdb.cli.report.RepairReport;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "pair",
        description = {
            "One exchange between two owners of a shard, also while no meta node lives.",
            "It commits no certificate. Exit code 0 if the exchange came to its end."
        })
final class RepairPairCommand implements Callable<Integer> {
    /** {@code push}, {@code pull} or {@code push-pull}. */
    static final class Mode implements ITypeConverter<ExchangeMode> {
        @Override
        public ExchangeMode convert(String text) {
            return Arrays.stream(ExchangeMode.values())
                    .filter(mode -> mode.toString().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "\"" + text + "\" is none of push, pull, push-pull"));
        }
    }

    private final CommandContext context;

    @ParentCommand private RepairCommand repair;
    @Mixin private DataOption data;

    @Parameters(index = "0", paramLabel = "A", description = "A data node that owns the shard.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private String second;

    @Option(names = "--shard", required = true, paramLabel = "ID", description = "The shard.")
    private long shard;

    @Option(
            names = "--mode",
            paramLabel = "push|pull|push-pull",
            converter = Mode.class,
            description =
                    "push: A gives B what B lacks; pull: A takes from B; push-pull, the default:"
                            + " both.")
    private ExchangeMode mode = ExchangeMode.PUSH_PULL;

    @Mixin private final RateOption rate = new RateOption();

    RepairPairCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (first.equals(second)) {
            throw CommandFailure.wrongUsage(
                    "name two data nodes; " + first + " has nothing to give itself.");
        }
        try (ClusterConnection connection = data.connect(repair.meta())) {
            ClusterImage image = connection.image();
            ShardPlace place =
                    new ShardScope(Optional.empty(), Optional.of(shard)).in(image).get(0);
            HopBars bars = new HopBars(context.terminal());
            RepairReport report =
                    new PairExchange(connection, image, context.clock(), bars::draw)
                            .run(
                                    place,
                                    NodeNames.find(image, first).id(),
                                    NodeNames.find(image, second).id(),
                                    mode,
                                    rate.bytesPerSecond());
            bars.clear();
            repair.print(report);
            return report.failure() == null ? ExitCode.DONE : ExitCode.FAILED;
        }
    }
}

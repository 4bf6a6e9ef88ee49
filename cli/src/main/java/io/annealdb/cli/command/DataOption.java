package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.HostPort;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --data}: the way into the cluster while no meta node lives. */
final class DataOption {
    private final CommandContext context;

    @Option(
            names = "--data",
            paramLabel = "HOST:PORT",
            split = ",",
            converter = AddressConverter.class,
            description =
                    "Ask these data nodes (their gRPC port, 8088 by default) and no meta node: for"
                            + " when none lives.")
    private List<HostPort> given;

    DataOption(CommandContext context) {
        this.context = context;
    }

    /** Through the data nodes if they are named, else through meta. */
    ClusterConnection connect(MetaOption meta) {
        if (given == null) {
            return ClusterConnection.throughMetaOrAdvised(context, meta.addresses());
        }
        if (meta.isGiven()) {
            throw CommandFailure.wrongUsage("give --meta or --data, not both.");
        }
        return ClusterConnection.throughData(context, given);
    }
}

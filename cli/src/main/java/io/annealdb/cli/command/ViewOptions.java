package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.HostPort;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The way into the cluster for what works without meta nodes too: {@code --meta} or {@code --data}.
 */
final class ViewOptions {
    private final CommandContext context;

    @Mixin private MetaOption meta;

    @Option(
            names = "--data",
            paramLabel = "HOST:PORT",
            split = ",",
            converter = AddressConverter.class,
            description =
                    "Ask these data nodes (their gRPC port, 8088 by default) and no meta node: for"
                            + " when none lives.")
    private List<HostPort> data;

    ViewOptions(CommandContext context) {
        this.context = context;
    }

    ClusterConnection connect() {
        if (data == null) {
            return ClusterConnection.throughMeta(context, meta.addresses());
        }
        if (meta.isGiven()) {
            throw CommandFailure.wrongUsage("give --meta or --data, not both.");
        }
        return ClusterConnection.throughData(context, data);
    }
}

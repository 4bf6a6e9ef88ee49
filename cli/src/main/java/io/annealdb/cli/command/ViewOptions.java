package io.annealdb.cli.command;

import io.annealdb.cli.connect.ClusterConnection;
import picocli.CommandLine.Mixin;

/**
 * The way into the cluster for what works without meta nodes too: {@code --meta} or {@code --data}.
 */
final class ViewOptions {
    @Mixin private MetaOption meta;
    @Mixin private DataOption data;

    ClusterConnection connect() {
        return data.connect(meta);
    }
}

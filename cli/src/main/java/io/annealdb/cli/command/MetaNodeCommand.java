package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.config.ConfigFile;
import io.annealdb.cli.config.MetaSettings;
import io.annealdb.cli.node.NodeStarter;
import io.annealdb.meta.MetaNodeConfig;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "meta", description = "Runs a meta node until SIGTERM.")
final class MetaNodeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private NodeRun run;

    MetaNodeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ConfigFile file = ConfigFile.read(run.config(), MetaSettings.KEYS);
        MetaNodeConfig config = file.as(MetaSettings::of);
        Optional<String> metrics = file.as(MetaSettings::metricsAddress);
        run.untilStopped(() -> new NodeStarter(context).startMeta(config, metrics));
        return ExitCode.DONE;
    }
}

package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.config.ConfigFile;
import io.annealdb.cli.node.NodeStarter;
import io.annealdb.data.node.DataNodeConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "data", description = "Runs a data node until SIGTERM.")
final class DataNodeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin private NodeRun run;

    DataNodeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        DataNodeConfig config =
                ConfigFile.read(run.config(), DataNodeConfig.KEYS).as(DataNodeConfig::of);
        run.untilStopped(() -> new NodeStarter(context).startData(config));
        return ExitCode.DONE;
    }
}

package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.config.ConfigTemplate;
import io.annealdb.cli.config.MetaSettings;
import io.annealdb.cli.terminal.NearestName;
import io.annealdb.data.node.DataNodeConfig;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "config",
        description = "Prints a commented default configuration: of a data node, or a meta node.")
final class ConfigCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "meta|data",
            defaultValue = "data",
            description = "Whose configuration (default: data).")
    private String kind;

    ConfigCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String text =
                switch (kind) {
                    case "data" ->
                            ConfigTemplate.of(
                                    "AnnealDB data node: anneal data --config THIS-FILE",
                                    DataNodeConfig.KEYS);
                    case "meta" ->
                            ConfigTemplate.of(
                                    "AnnealDB meta node: anneal meta --config THIS-FILE",
                                    MetaSettings.KEYS);
                    default ->
                            throw CommandFailure.wrongUsage(
                                    "there is no configuration of \""
                                            + kind
                                            + "\"; it is meta or data."
                                            + NearestName.hint(kind, List.of("meta", "data")));
                };
        context.terminal().out().print(text);
        return ExitCode.DONE;
    }
}

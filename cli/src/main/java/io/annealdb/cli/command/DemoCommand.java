package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.demo.Demo;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "The whole story on real metrics: ingest, damage, ring repair, proof.",
            "Exit code 0 only if all replicas ended equal and nothing acknowledged was lost."
        })
final class DemoCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--keep",
            description = "Leave the cluster running until SIGTERM, and its files.")
    private boolean keep;

    DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return Demo.run(context, keep);
    }
}

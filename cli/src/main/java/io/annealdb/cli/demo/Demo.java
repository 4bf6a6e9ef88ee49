package io.annealdb.cli.demo;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.node.NodeLogs;
import io.annealdb.cli.node.UntilStopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code anneal demo}: a cluster in a folder of its own, and what is left of it at the end. */
public final class Demo {
    private Demo() {}

    /**
     * Tells the story.
     *
     * @param keep the cluster goes on until SIGTERM, and its files stay
     * @return the exit code: 0 only if the proof held
     */
    public static int run(CommandContext context, boolean keep) throws IOException {
        Path dir = Files.createTempDirectory("anneal-demo-");
        try (UntilStopped running = new UntilStopped(ExitCode.FAILED)) {
            if (!keep) {
                running.run(() -> DemoCluster.delete(dir));
            }
            NodeLogs.byNode(dir.resolve("log"), "meta-1");
            DemoCluster cluster = running.run(new DemoCluster(context, dir));
            int exitCode = new Story(context, cluster).tell() ? ExitCode.DONE : ExitCode.FAILED;
            running.exitCodeWhenStopped(exitCode);
            if (keep) {
                context.terminal().print("");
                context.terminal()
                        .print(
                                "The cluster goes on: ANNEAL_META="
                                        + cluster.metaAddress()
                                        + " anneal status, HTTP at "
                                        + cluster.nodes().get(0).address()
                                        + ", files in "
                                        + dir
                                        + ". Ctrl-C stops it.");
                running.await();
            }
            return exitCode;
        }
    }
}

package io.annealdb.cli.command;

import io.annealdb.cli.ExitCode;
import io.annealdb.cli.dev.PidFile;
import io.annealdb.cli.node.NodeLogs;
import io.annealdb.cli.node.UntilStopped;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code meta} and {@code data} have in common: a configuration, and a process around it. */
final class NodeRun {
    /** Starts the node. */
    interface Start {
        Closeable start() throws IOException;
    }

    @Option(
            names = "--config",
            required = true,
            paramLabel = "F",
            description = "The configuration; anneal config prints one to begin with.")
    private Path config;

    @Option(
            names = "--pid-file",
            paramLabel = "F",
            description = "Keep this process's PID there as long as it runs.")
    private Optional<Path> pidFile = Optional.empty();

    @Option(
            names = "--log-file",
            paramLabel = "F",
            description = "Add the log to this file; else it goes to stderr.")
    private Optional<Path> logFile = Optional.empty();

    Path config() {
        return config;
    }

    /** Runs the node until SIGTERM. */
    void untilStopped(Start node) throws IOException {
        logFile.ifPresentOrElse(NodeLogs::toFile, NodeLogs::toStderr);
        try (UntilStopped running = new UntilStopped(ExitCode.DONE)) {
            if (pidFile.isPresent()) {
                running.run(PidFile.at(pidFile.get()).write()::close);
            }
            running.run(node.start());
            running.await();
        }
    }
}

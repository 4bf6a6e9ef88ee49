package io.annealdb.cli.dev;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Nodes that live in a JVM each. Stopping stops whatever node the PID files name, whoever started
 * it: a node may have been killed and started again by its script.
 */
public final class NodesAsProcesses implements DevNodes {
    private static final Duration DATA_STOP_MAX = Duration.ofSeconds(12);
    private static final Duration META_STOP_MAX = Duration.ofSeconds(5);

    /** Exit codes from here on tell of a signal. */
    private static final int KILLED = 128;

    private final DevFolder folder;
    private final String heap;
    private final Map<String, Process> started = new LinkedHashMap<>();

    public NodesAsProcesses(DevFolder folder, String heap) {
        this.folder = folder;
        this.heap = heap;
    }

    @Override
    public void start(DevNode node) throws IOException {
        Path script = StartScript.write(folder, node, heap);
        if (PidFile.at(folder.pid(node.name())).process().isPresent()) {
            return;
        }
        File log = folder.log(node.name()).toFile();
        ProcessBuilder builder =
                new ProcessBuilder(script.toString())
                        .directory(folder.root().toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .redirectError(folder.error(node.name()).toFile());
        synchronized (started) {
            started.put(node.name(), builder.start());
        }
    }

    @Override
    public void requireLiving() throws IOException {
        synchronized (started) {
            for (Map.Entry<String, Process> node : started.entrySet()) {
                Process process = node.getValue();
                // One that somebody has killed did not fail by itself, and may be started again.
                if (!process.isAlive() && process.exitValue() < KILLED) {
                    throw new IOException(
                            node.getKey() + " did not start: " + lastWords(node.getKey()));
                }
            }
        }
    }

    private String lastWords(String node) throws IOException {
        Path error = folder.error(node);
        List<String> lines = Files.exists(error) ? Files.readAllLines(error) : List.of();
        return lines.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("see " + folder.log(node) + ".");
    }

    @Override
    public void close() throws IOException {
        stop("data-", DATA_STOP_MAX);
        stop("meta-", META_STOP_MAX);
    }

    private void stop(String prefix, Duration patience) throws IOException {
        List<PidFile> files = pidFiles(prefix);
        List<ProcessHandle> stopping = new ArrayList<>();
        files.forEach(file -> file.process().ifPresent(stopping::add));
        synchronized (started) {
            // Not far enough yet to have written its PID.
            started.forEach(
                    (name, process) -> {
                        if (name.startsWith(prefix)
                                && process.isAlive()
                                && stopping.stream().noneMatch(p -> p.pid() == process.pid())) {
                            stopping.add(process.toHandle());
                        }
                    });
        }
        stopping.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + patience.toNanos();
        for (ProcessHandle process : stopping) {
            awaitEnd(process, deadline - System.nanoTime());
        }
        for (PidFile file : files) {
            file.remove();
        }
    }

    private static void awaitEnd(ProcessHandle process, long nanos) throws IOException {
        try {
            process.onExit().get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException stuck) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<PidFile> pidFiles(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder.run())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.getFileName().toString().endsWith(".pid"))
                    .map(PidFile::at)
                    .toList();
        }
    }
}

package io.annealdb.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * {@code <node>.pid} holds the PID of a node and nothing else, so that {@code kill $(cat …)} works;
 * {@code <node>.born} beside it holds the PID again with the process's start, so that a PID which
 * the system has given to another program since is told apart. The node itself writes and removes
 * both.
 */
public final class PidFile implements AutoCloseable {
    private final Path file;
    private final Path born;

    private PidFile(Path file) {
        this.file = file;
        String name = file.getFileName().toString();
        String stem = name.endsWith(".pid") ? name.substring(0, name.length() - 4) : name;
        this.born = file.resolveSibling(stem + ".born");
    }

    /** Names the file; reads and writes nothing yet. */
    public static PidFile at(Path file) {
        return new PidFile(file.toAbsolutePath());
    }

    /** Writes down this process. */
    public PidFile write() throws IOException {
        long pid = ProcessHandle.current().pid();
        replace(born, identity(pid).orElseThrow());
        replace(file, Long.toString(pid));
        return this;
    }

    /** The living process that wrote the file; empty if it is gone, or its PID is another's now. */
    public Optional<ProcessHandle> process() {
        try {
            long pid = Long.parseLong(Files.readString(file).strip());
            Optional<String> identity = identity(pid);
            if (identity.isEmpty() || !identity.get().equals(Files.readString(born).strip())) {
                return Optional.empty();
            }
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Removes the files, if this process wrote them. */
    @Override
    public void close() {
        try {
            String mine = identity(ProcessHandle.current().pid()).orElse("");
            if (Files.exists(born) && Files.readString(born).strip().equals(mine)) {
                remove();
            }
        } catch (IOException gone) {
            // Somebody else has cleaned up; nothing is left to remove.
        }
    }

    /** Removes the files of a process that is gone. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(born);
    }

    private static Optional<String> identity(long pid) {
        return ProcessStart.of(pid).map(start -> pid + " " + start);
    }

    private static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text + "\n");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}

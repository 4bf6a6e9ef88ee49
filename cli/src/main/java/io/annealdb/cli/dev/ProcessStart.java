package io.annealdb.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * When a process began, as a word that never changes while it lives: a PID together with it names
 * one process for good, though the system may give the PID to another program later.
 */
final class ProcessStart {
    private static final int STARTTIME = 22;

    private ProcessStart() {}

    /** The word for a living process; empty if there is none. */
    static Optional<String> of(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            if (Files.exists(stat)) {
                return Optional.of(ticks(Files.readString(stat)));
            }
        } catch (IOException gone) {
            return Optional.empty();
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toEpochMilli)
                .map(String::valueOf);
    }

    /** Field 22, clock ticks since boot; the name in field 2 may hold blanks and brackets. */
    private static String ticks(String stat) {
        String afterName = stat.substring(stat.lastIndexOf(')') + 2);
        return afterName.split(" ")[STARTTIME - 3];
    }
}

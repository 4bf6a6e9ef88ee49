package io.annealdb.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir Path dir;

    @Test
    void itHoldsThePidAndNothingElse() throws IOException {
        PidFile.at(file()).write();
        assertThat(Files.readString(file())).isEqualTo(ProcessHandle.current().pid() + "\n");
    }

    @Test
    void theWriterIsFound() throws IOException {
        PidFile pidFile = PidFile.at(file()).write();
        assertThat(pidFile.process()).contains(ProcessHandle.current());
    }

    @Test
    void aPidThatBelongsToAnotherProcessNowIsLeftAlone() throws IOException {
        PidFile pidFile = PidFile.at(file()).write();
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(file(), other.pid() + "\n");
            assertThat(pidFile.process()).isEmpty();
            Files.writeString(dir.resolve("data-1.born"), other.pid() + " 1\n");
            assertThat(pidFile.process()).isEmpty();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void theWriterRemovesIt() throws IOException {
        PidFile.at(file()).write().close();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void anothersFileStays() throws IOException {
        Files.writeString(file(), "1\n");
        Files.writeString(dir.resolve("data-1.born"), "1 1\n");
        PidFile.at(file()).close();
        assertThat(file()).exists();
    }

    private Path file() {
        return dir.resolve("data-1.pid");
    }
}

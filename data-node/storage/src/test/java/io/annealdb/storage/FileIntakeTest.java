package io.annealdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.Rows;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.testing.Fixture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of another owner's files that breaks off is gone on with, and only right bytes count. */
class FileIntakeTest {
    private Fixture source;
    private Fixture target;
    private PinnedFiles pins;
    private List<PinnedFile> files;

    @BeforeEach
    void threeFiles() throws IOException {
        source = new Fixture(2);
        target = new Fixture(3);
        for (int i = 0; i < 3; i++) {
            Rows rows = source.rows.mixed(80);
            source.store(rows);
            target.model.store(rows);
            source.shard.flush();
        }
        source.scheduler.forget();
        pins = source.shard.pinFiles();
        files = pins.files();
    }

    /** Sends what is not there, up to so many bytes. */
    private long send(FileIntake intake, long bytesMax) throws IOException {
        List<Long> here = intake.here(files);
        long sent = 0;
        for (int i = 0; i < files.size() && sent < bytesMax; i++) {
            PinnedFile file = files.get(i);
            for (long at = here.get(i); at < file.bytes() && sent < bytesMax; at += 100) {
                byte[] chunk = pins.read(file, at, 100);
                intake.append(file, at, chunk);
                sent += chunk.length;
            }
            if (sent < bytesMax) {
                intake.finish(file);
            }
        }
        return sent;
    }

    private long all() {
        return files.stream().mapToLong(PinnedFile::bytes).sum();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatHasComeIsNotSentAgain(boolean restarted) throws IOException {
        long sent = 0;
        for (int attempt = 0; attempt < 20; attempt++) {
            try (FileIntake intake = target.shard.receiveFiles()) {
                sent += send(intake, all() / 7);
            }
            if (restarted) {
                target.restart();
            }
        }
        try (FileIntake intake = target.shard.receiveFiles()) {
            assertThat(send(intake, Long.MAX_VALUE)).isZero();
            intake.commit();
        }
        assertThat(sent).isEqualTo(all());
        target.assertHolds();
        target.crash();
        target.assertHolds();
        assertThat(target.disk.files()).noneMatch(path -> path.contains("incoming"));
        assertThat(target.setAside()).isEmpty();
    }

    @Test
    void wholeFilesOfACopyThatBrokeOffCountAndTheBeginOfOneDoesNot() throws IOException {
        try (FileIntake intake = target.shard.receiveFiles()) {
            send(intake, files.get(0).bytes() + 200);
        }
        assertThat(target.shard.rowCount()).isEqualTo(80);
        assertThat(target.shard.digest().total().values()).isPositive();
    }

    @Test
    void bytesThatAreNotWhatWasPromisedAreForgotten() throws IOException {
        PinnedFile file = files.get(0);
        byte[] bytes = pins.read(file, 0, (int) file.bytes());
        PinnedFile other = new PinnedFile("other", file.bytes(), file.crc32c() + 1);
        try (FileIntake intake = target.shard.receiveFiles()) {
            assertThatThrownBy(() -> intake.append(file, 10, bytes))
                    .isInstanceOf(DamagedException.class);
            intake.append(other, 0, bytes);
            assertThatThrownBy(() -> intake.finish(other)).isInstanceOf(DamagedException.class);
            assertThat(intake.here(List.of(other))).containsExactly(0L);
        }
        assertThat(target.shard.rowCount()).isZero();
    }

    @Test
    void aFileThatTheSourceHasTwiceIsTakenOnce() throws IOException {
        PinnedFile file = files.get(0);
        PinnedFile twin = new PinnedFile("twin", file.bytes(), file.crc32c());
        byte[] bytes = pins.read(file, 0, (int) file.bytes());
        try (FileIntake intake = target.shard.receiveFiles()) {
            for (PinnedFile each : List.of(file, twin)) {
                intake.append(each, 0, bytes);
                intake.finish(each);
            }
            intake.commit();
        }
        assertThat(target.shard.rowCount()).isEqualTo(80);
    }

    @Test
    void aNewIntakeEndsTheOneBeforeIt() throws IOException {
        FileIntake first = target.shard.receiveFiles();
        send(first, 300);
        FileIntake second = target.shard.receiveFiles();
        assertThatThrownBy(() -> send(first, 300))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another copy");
        send(second, Long.MAX_VALUE);
        second.commit();
        second.close();
        target.assertHolds();
    }

    @Test
    void aLossOfPowerCostsAFileAtMost() throws IOException {
        for (long step = 1; step < 60; step++) {
            target = new Fixture(step);
            target.disk.crashAfter(step);
            try (FileIntake intake = target.shard.receiveFiles()) {
                send(intake, Long.MAX_VALUE);
                intake.commit();
            } catch (IOException e) {
                assertThat(target.disk.isOff()).isTrue();
            }
            target.crash();
            for (int attempt = 0; attempt < 4; attempt++) {
                try (FileIntake intake = target.shard.receiveFiles()) {
                    send(intake, Long.MAX_VALUE);
                    intake.commit();
                    break;
                } catch (DamagedException e) {
                    // that file is sent anew
                }
            }
            assertThat(target.shard.digest().total()).isEqualTo(source.shard.digest().total());
        }
    }
}

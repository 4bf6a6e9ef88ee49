package io.annealdb.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.LocalEngine;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.testing.ModelShard;
import io.annealdb.storage.testing.RandomRows;
import io.annealdb.storage.testing.ShardReads;
import io.annealdb.storage.testing.StepScheduler;
import io.annealdb.storage.testing.TestEngine;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real disk keeps the promises of {@link Directory}. */
class FileDirectoryTest {
    @TempDir Path folder;

    @Test
    void aFileGrowsIsCutIsRenamedAndIsRemoved() throws IOException {
        Directory disk = new FileDirectory(folder);
        disk.makeFolder("a/b");
        try (Directory.AppendFile file = disk.append("a/b/f")) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
            file.truncate(3);
            file.write(ByteBuffer.allocateDirect(2));
            file.force();
            assertThat(file.size()).isEqualTo(5);
        }
        disk.rename("a/b/f", "a/b/g");
        disk.forceFolder("a/b");
        assertThat(disk.list("a/b")).containsExactly("g");
        assertThat(disk.list("nothing")).isEmpty();
        try (Directory.ReadFile file = disk.in("a").open("b/g")) {
            ByteBuffer into = ByteBuffer.allocate(3);
            file.read(1, into);
            assertThat(into.array()).containsExactly(2, 3, 0);
            assertThatThrownBy(() -> file.read(4, ByteBuffer.allocate(3)))
                    .isInstanceOf(EOFException.class);
        }
        disk.remove("a");
        disk.remove("a");
        assertThat(disk.exists("a/b/g")).isFalse();
    }

    @Test
    void anInterruptedReaderDoesNotCloseTheFileForOthers() throws IOException {
        Directory disk = new FileDirectory(folder);
        Files.write(folder.resolve("f"), new byte[] {5, 6});
        try (Directory.ReadFile file = disk.open("f")) {
            Thread.currentThread().interrupt();
            ByteBuffer into = ByteBuffer.allocate(2);
            file.read(0, into);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(into.array()).containsExactly(5, 6);
            into.clear();
            file.read(0, into);
            assertThat(into.array()).containsExactly(5, 6);
        }
    }

    @Test
    void aFolderInUseIsRefusedInOneClearLine() throws IOException {
        Directory disk = new FileDirectory(folder);
        LocalEngine engine = TestEngine.open(disk, EngineOptions.small(), new StepScheduler());
        assertThatThrownBy(() -> TestEngine.open(disk, EngineOptions.small(), new StepScheduler()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in use by another process");
        engine.close();
        TestEngine.open(disk, EngineOptions.small(), new StepScheduler()).close();
    }

    @Test
    void namesOfDatabasesBecomeSafeFolders() {
        assertThat(FolderName.of("nab")).isEqualTo("nab");
        assertThat(FolderName.of("_internal")).isEqualTo("_internal");
        assertThat(FolderName.of("..")).isEqualTo("%2E.");
        assertThat(FolderName.of("a/b")).isEqualTo("a%2Fb");
        assertThat(FolderName.of("a%2Fb")).isEqualTo("a%252Fb");
        assertThat(FolderName.of("räume")).isEqualTo("r%C3%A4ume");
        assertThat(FolderName.of("x".repeat(300)))
                .hasSizeLessThan(210)
                .isNotEqualTo(FolderName.of("x".repeat(299)));
    }

    @Test
    void anEngineOnARealDiskHoldsWhatTheModelHolds() throws IOException {
        Random random = new Random(1);
        RandomRows source = new RandomRows(random);
        ModelShard model = new ModelShard(TestEngine.GRID);
        StepScheduler scheduler = new StepScheduler();
        EngineOptions options = EngineOptions.small().withSeriesMap(200, true);
        for (int life = 0; life < 3; life++) {
            LocalEngine engine = TestEngine.open(new FileDirectory(folder), options, scheduler);
            Shard shard = engine.openOrCreate(TestEngine.SPEC);
            for (int i = 0; i < 6; i++) {
                var rows = source.mixed(60);
                shard.store(rows);
                model.store(rows);
                shard.flush();
                scheduler.runAll();
            }
            assertThat(shard.health()).isEqualTo(ShardHealth.WHOLE);
            ShardReads.assertHolds(shard, model, RandomRows.FIELDS);
            engine.close();
        }
    }
}

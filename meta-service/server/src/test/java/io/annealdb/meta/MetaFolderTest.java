package io.annealdb.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.image.RepairConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaFolderTest {
    @TempDir private Path dir;

    private MetaNodeConfig config(String name, String raftAddress) {
        return new MetaNodeConfig(
                name,
                dir,
                ":0",
                ":0",
                List.of(new MetaPeer(name, raftAddress, "localhost:8091")),
                0,
                RepairConfig.DEFAULT);
    }

    @Test
    void theMarkIsReadAsItWasWritten() throws IOException {
        FolderMark mark = FolderMark.founding(config("meta-1", "localhost:8089"));
        try (MetaFolder folder = MetaFolder.open(dir)) {
            assertThat(folder.mark()).isEmpty();
            folder.mark(mark);
            folder.mark(mark.ofCluster("c7"));
            assertThat(folder.mark()).contains(mark.ofCluster("c7"));
        }
        mark.check(config("meta-1", "localhost:8089"));
    }

    @Test
    void theMarksTextIsFixed() {
        FolderMark mark =
                FolderMark.founding(config("meta-1", "localhost:8089"))
                        .ofCluster("9f3c41d200aa17be");
        assertThat(new String(mark.format(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        annealdb meta folder 1
                        name meta-1
                        group 5dbcf736-e810-3f56-910e-28eab0a1c726
                        peers meta-1=localhost:8089
                        cluster 9f3c41d200aa17be
                        crc32c 06bf064f
                        """);
    }

    @Test
    void aFolderOfAnotherNodeOrOtherPeersIsRefused() {
        FolderMark mark = FolderMark.founding(config("meta-1", "localhost:8089"));
        assertThatThrownBy(() -> mark.check(config("meta-2", "localhost:8089")))
                .hasMessageContaining("is that of meta node meta-1, not of meta-2")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> mark.check(config("meta-1", "elsewhere:8089")))
                .hasMessageContaining("[meta] peers says meta-1=elsewhere:8089");
    }

    @Test
    void aDamagedMarkIsFound() throws IOException {
        try (MetaFolder folder = MetaFolder.open(dir)) {
            folder.mark(FolderMark.founding(config("meta-1", "localhost:8089")));
            Path file = dir.resolve("meta.id");
            String text = Files.readString(file);
            Files.writeString(file, text.replace("meta-1", "meta-7"));
            assertThatThrownBy(folder::mark).hasMessageContaining("damaged");
            Files.writeString(file, text.substring(0, text.length() - 4));
            assertThatThrownBy(folder::mark).hasMessageContaining("damaged");
            Files.writeString(file, text.replace("folder 1\n", "folder 2\n"));
            assertThatThrownBy(folder::mark).hasMessageContaining("newer AnnealDB");
        }
    }

    @Test
    void aFolderInUseIsRefused() throws IOException {
        try (MetaFolder folder = MetaFolder.open(dir)) {
            assertThatThrownBy(() -> MetaFolder.open(dir)).hasMessageContaining("is in use");
        }
        MetaFolder.open(dir).close();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> MetaFolder.open(file.resolve("meta")))
                .hasMessageContaining("cannot be written")
                .hasMessageContaining(file.toString());
    }

    @Test
    void aConfigurationThatCannotWorkIsRefused() {
        MetaPeer one = new MetaPeer("meta-1", "a:1", "a:2");
        MetaPeer two = new MetaPeer("meta-2", "b:1", "b:2");
        assertThatThrownBy(
                        () ->
                                new MetaNodeConfig(
                                        "meta-1",
                                        dir,
                                        ":1",
                                        ":2",
                                        List.of(one, two),
                                        0,
                                        RepairConfig.DEFAULT))
                .hasMessageContaining("1, 3 or 5");
        assertThatThrownBy(
                        () ->
                                new MetaNodeConfig(
                                        "meta-9",
                                        dir,
                                        ":1",
                                        ":2",
                                        List.of(one),
                                        0,
                                        RepairConfig.DEFAULT))
                .hasMessageContaining("does not name this node, meta-9");
        assertThatThrownBy(
                        () ->
                                new MetaNodeConfig(
                                        "meta-1",
                                        dir,
                                        ":1",
                                        ":2",
                                        List.of(one, one, two),
                                        0,
                                        RepairConfig.DEFAULT))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new MetaPeer("meta-1", "a:b", "a:2"))
                .hasMessageContaining("host:port: \"a:b\"");
    }
}

package io.annealdb.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.annealdb.data.node.DataNodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in deploy is taken by the nodes as it is. */
class SampleConfigurationsTest {
    private static final Path DEPLOY = Path.of("..", "deploy");

    @Test
    void everyMetaNodesFileIsOne() throws IOException {
        assertThat(files("meta-"))
                .isNotEmpty()
                .allSatisfy(
                        file ->
                                assertThatCode(
                                                () ->
                                                        ConfigFile.read(file, MetaSettings.KEYS)
                                                                .as(MetaSettings::of))
                                        .doesNotThrowAnyException());
    }

    @Test
    void everyDataNodesFileIsOne() throws IOException {
        assertThat(files("data-"))
                .isNotEmpty()
                .allSatisfy(
                        file ->
                                assertThatCode(
                                                () ->
                                                        ConfigFile.read(file, DataNodeConfig.KEYS)
                                                                .as(DataNodeConfig::of))
                                        .doesNotThrowAnyException());
    }

    private static List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.toString().endsWith(".toml"))
                    .toList();
        }
    }
}

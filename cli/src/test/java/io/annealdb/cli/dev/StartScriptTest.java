package io.annealdb.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.cli.config.ConfigFile;
import io.annealdb.data.node.DataNodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartScriptTest {
    private static final DevNode NODE =
            new DevNode(
                    "data-1",
                    DevNode.Kind.DATA,
                    "127.0.0.1:1",
                    Map.of("node.name", "data-1", "hinted-handoff.enabled", "false"));

    @TempDir Path dir;

    @Test
    void itIsExecutableAndEndsByBecomingTheNode() throws IOException {
        List<String> lines = Files.readAllLines(write());
        assertThat(folder().start("data-1")).isExecutable();
        assertThat(lines).first().isEqualTo("#!/bin/sh");
        assertThat(lines)
                .last()
                .asString()
                .startsWith("exec '")
                .contains(
                        "'-Xmx300m'",
                        "'data' '--config' '" + quoted(folder().config("data-1")) + "'",
                        "'--pid-file' '" + quoted(folder().pid("data-1")) + "'",
                        "'--log-file' '" + quoted(folder().log("data-1")) + "'");
    }

    @Test
    void theConfigurationLiesBesideIt() throws IOException {
        write();
        DataNodeConfig config =
                ConfigFile.read(folder().config("data-1"), DataNodeConfig.KEYS)
                        .as(DataNodeConfig::of);
        assertThat(config.node().name()).isEqualTo("data-1");
        assertThat(config.hintedHandoff().enabled()).isFalse();
    }

    private Path write() throws IOException {
        folder().create();
        return StartScript.write(folder(), NODE, "300m");
    }

    private static String quoted(Path path) {
        return path.toString().replace("'", "'\\''");
    }

    private DevFolder folder() {
        return new DevFolder(dir.resolve("it's here"));
    }
}

package io.annealdb.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.data.node.DataNodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    @TempDir Path dir;

    @Test
    void aFileSetsWhatItNamesAndNothingElse() throws IOException {
        DataNodeConfig config =
                data(
                        """
                        [node]
                        name = "data-7"
                        [hinted-handoff]
                        enabled = false
                        max-size = 1000
                        [meta]
                        servers = ["10.0.0.1:8091", "10.0.0.2:8091"]
                        """);
        assertThat(config.node().name()).isEqualTo("data-7");
        assertThat(config.hintedHandoff().enabled()).isFalse();
        assertThat(config.hintedHandoff().bytesMax()).isEqualTo(1000);
        assertThat(config.metaServers()).containsExactly("10.0.0.1:8091", "10.0.0.2:8091");
        assertThat(config.http()).isEqualTo(DataNodeConfig.defaults().http());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[hinted-handof] | unknown section [hinted-handof]. Did you mean hinted-handoff?",
                "[http];bind-adress = ':1' | unknown setting http.bind-adress. Did you mean http.bind-address?",
                "[hinted-handoff];enabled = 'maybe' | expected true or false",
                "[hinted-handoff];max-age = 'soon' | expected a duration",
                "[http];bind-address = 'here' | expected host:port",
                "enabled = true | Put it under [hinted-handoff].",
                "[http];bind-address = {a = 1} | is a single value",
                "[http | F:1"
            })
    void whatIsWrongIsNamed(String lines, String words) {
        Path file = dir.resolve("F");
        assertThatThrownBy(() -> data(lines.replace(";", "\n").replace('\'', '"')))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.WRONG_USAGE))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(words.replace("F:", file + ":"));
    }

    @Test
    void aFileThatIsNotThereIsWrongUsage() {
        assertThatThrownBy(() -> ConfigFile.read(dir.resolve("none"), DataNodeConfig.KEYS))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.WRONG_USAGE))
                .hasMessageContaining("anneal config prints one");
    }

    @Test
    void thePrintedDefaultIsTheDefault() throws IOException {
        assertThat(data(ConfigTemplate.of("heading", DataNodeConfig.KEYS)))
                .isEqualTo(DataNodeConfig.defaults());
    }

    @Test
    void everyKeyIsPrintedWithItsComment() {
        String printed = ConfigTemplate.of("heading", DataNodeConfig.KEYS);
        assertThat(DataNodeConfig.KEYS)
                .allSatisfy(key -> assertThat(printed).contains(key.comment(), key.name() + " = "));
    }

    private DataNodeConfig data(String text) throws IOException {
        Path file = Files.writeString(dir.resolve("F"), text);
        return ConfigFile.read(file, DataNodeConfig.KEYS).as(DataNodeConfig::of);
    }
}

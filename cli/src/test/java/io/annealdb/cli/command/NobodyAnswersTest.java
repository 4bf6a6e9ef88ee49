package io.annealdb.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that cannot be reached is exit code 1, and a line that says where it was sought. */
class NobodyAnswersTest {
    private String address;

    @BeforeEach
    void findAPortOnWhichNobodyListens() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + free.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "nodes",
                "shards",
                "check",
                "hints",
                "debts",
                "repair start",
                "repair list",
                "repair show r-1",
                "repair cancel r-1",
                "repair config",
                "query x"
            })
    void atMetaIsOneLine(String command) {
        CommandLineRun run = CommandLineRun.of((command + " --meta " + address).split(" "));
        assertFailed(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "shards", "check", "repair pair data-1 data-2 --shard 1"})
    void atDataNodesIsOneLine(String command) {
        assertFailed(CommandLineRun.of((command + " --data " + address).split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "shards", "check", "repair pair data-1 data-2 --shard 1"})
    void whatWorksWithoutMetaSaysSo(String command) {
        CommandLineRun run = CommandLineRun.of((command + " --meta " + address).split(" "));
        assertFailed(run);
        assertThat(run.err()).contains("--data HOST:8088");
    }

    @Test
    void theVariableNamesMetaToo() {
        assertFailed(CommandLineRun.of(Map.of("ANNEAL_META", address), "status"));
    }

    @Test
    void aFlagBeatsTheVariable() {
        assertFailed(
                CommandLineRun.of(
                        Map.of("ANNEAL_META", "127.0.0.1:1"),
                        "status",
                        "-o",
                        "json",
                        "--meta",
                        address));
    }

    @Test
    void theFlagMayStandBeforeTheLastWord() {
        assertFailed(CommandLineRun.of("repair", "--meta", address, "-o", "json", "list"));
    }

    private void assertFailed(CommandLineRun run) {
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(address);
    }
}

package io.annealdb.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.config.MetaSettings;
import io.annealdb.data.node.DataNodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevPlanTest {
    @TempDir Path dir;
    private DevFolder folder;

    @BeforeEach
    void createFolder() throws IOException {
        folder = new DevFolder(dir);
        folder.create();
    }

    @Test
    void portsCountUpFromTheOneGiven() throws IOException {
        DevPlan plan = plan(wishes(3, 1, 18_086, 18_091, Map.of()));
        assertThat(plan.datas().stream().map(DevNode::address))
                .containsExactly("127.0.0.1:18086", "127.0.0.1:18087", "127.0.0.1:18088");
        assertThat(plan.metas().stream().map(DevNode::address)).containsExactly("127.0.0.1:18091");
    }

    @Test
    void aLaterStartCarriesOn() throws IOException {
        DevPlan before = plan(wishes(2, 3, 18_086, 18_091, Map.of()));
        assertThat(plan(nothing())).isEqualTo(before);
    }

    @Test
    void anotherPortIsTakenWhenItIsGiven() throws IOException {
        plan(wishes(2, 1, 18_086, 18_091, Map.of()));
        DevPlan moved = plan(wishes(2, 1, 28_086, 18_091, Map.of()));
        assertThat(moved.datas().get(1).address()).isEqualTo("127.0.0.1:28087");
    }

    @Test
    void aPortThatThereIsNotIsWrongUsage() {
        assertThatThrownBy(() -> plan(wishes(3, 1, 65_534, 18_091, Map.of())))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--http-port is 1 to 65533")
                .extracting(failure -> ((CommandFailure) failure).exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThatThrownBy(() -> plan(wishes(3, 1, 18_086, 0, Map.of())))
                .hasMessageContaining("--meta-port is 1 to 65535");
    }

    @Test
    void everyPortIsKeptInOneFile() throws IOException {
        plan(wishes(2, 1, 18_086, 18_091, Map.of()));
        PortsFile ports = PortsFile.open(folder.ports());
        assertThat(ports.all()).hasSize(9).contains(18_086, 18_087, 18_091);
        assertThat(ports.port("data-2", "rpc")).isPresent();
        assertThat(ports.port("data-2", "gossip")).isPresent();
        assertThat(ports.port("meta-1", "raft")).isPresent();
    }

    @Test
    void settingsAreThoseOfANode() throws IOException {
        DevPlan plan =
                plan(wishes(2, 3, 18_086, 18_091, Map.of("hinted-handoff.enabled", "false")));
        DataNodeConfig data = DataNodeConfig.of(plan.datas().get(1).settings());
        assertThat(data.node().name()).isEqualTo("data-2");
        assertThat(data.data().dir()).isEqualTo(folder.node("data-2"));
        assertThat(data.hintedHandoff().enabled()).isFalse();
        assertThat(data.metaServers()).hasSize(3);
        assertThat(MetaSettings.of(plan.metas().get(2).settings()).self().name())
                .isEqualTo("meta-3");
    }

    @Test
    void theNumberOfMetaNodesStays() throws IOException {
        plan(wishes(1, 1, 18_086, 18_091, Map.of()));
        assertThatThrownBy(() -> plan(wishes(1, 3, 18_086, 18_091, Map.of())))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("made with 1 meta nodes");
    }

    @Test
    void anUnreadablePortsFileIsNamed() throws IOException {
        Files.writeString(folder.ports(), "{");
        assertThatThrownBy(() -> plan(nothing()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(folder.ports().toString());
    }

    private DevPlan plan(DevPlan.Wishes wishes) throws IOException {
        return DevPlan.of(folder, wishes, new Random(1));
    }

    private static DevPlan.Wishes wishes(
            int nodes, int metas, int http, int meta, Map<String, String> set) {
        return new DevPlan.Wishes(
                OptionalInt.of(nodes),
                OptionalInt.of(metas),
                3,
                OptionalInt.of(http),
                OptionalInt.of(meta),
                set);
    }

    private static DevPlan.Wishes nothing() {
        return new DevPlan.Wishes(
                OptionalInt.empty(),
                OptionalInt.empty(),
                3,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of());
    }
}

package io.annealdb.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.data.config.ConfigException;
import io.annealdb.image.DayWindow;
import io.annealdb.image.RepairConfig;
import io.annealdb.meta.MetaNodeConfig;
import io.annealdb.meta.MetaPeer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaSettingsTest {
    @Test
    void peersHaveTheDefaultPortsUnlessTheyNameOthers() {
        MetaNodeConfig config =
                MetaSettings.of(
                        Map.of(
                                "meta.name",
                                "m1",
                                "meta.peers",
                                "m1@10.0.0.1,m2@db.example:1:2,m3@[::1]:3:4"));
        assertThat(config.peers())
                .containsExactly(
                        new MetaPeer("m1", "10.0.0.1:8089", "10.0.0.1:8091"),
                        new MetaPeer("m2", "db.example:1", "db.example:2"),
                        new MetaPeer("m3", "[::1]:3", "[::1]:4"));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        MetaPeer peer = new MetaPeer("m1", "127.0.0.1:17", "127.0.0.1:18");
        MetaNodeConfig config =
                MetaSettings.of(
                        Map.of("meta.name", "m1", "meta.peers", MetaSettings.peerText(peer)));
        assertThat(config.peers()).containsExactly(peer);
    }

    @Test
    void aNodeWithoutPeersIsAlone() {
        assertThat(MetaSettings.of(Map.of("meta.name", "m1")).peers())
                .containsExactly(new MetaPeer("m1", "127.0.0.1:8089", "127.0.0.1:8091"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m1", "@host", "m1@host:1", "m1@host:1:2:3", "m1@host:a:b", "m1@:1:2"})
    void otherPeersAreRefused(String peer) {
        assertThatThrownBy(() -> MetaSettings.of(Map.of("meta.name", "m1", "meta.peers", peer)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("NAME@HOST");
    }

    @Test
    void backgroundRepairIsAsTheClustersDefaultUntilTheFileSaysOtherwise() {
        assertThat(MetaSettings.of(Map.of("meta.name", "m1")).antiEntropy())
                .isEqualTo(RepairConfig.DEFAULT);
        assertThat(
                        MetaSettings.of(
                                        Map.of(
                                                "meta.name", "m1",
                                                "anti-entropy.enabled", "false",
                                                "anti-entropy.check-interval", "5m",
                                                "anti-entropy.max-concurrent", "2",
                                                "anti-entropy.rate", "0",
                                                "anti-entropy.windows", "22:00-06:00,12:00-13:00"))
                                .antiEntropy())
                .isEqualTo(
                        new RepairConfig(
                                false,
                                300_000,
                                2,
                                0,
                                List.of(new DayWindow(1320, 360), new DayWindow(720, 780))));
    }

    @ParameterizedTest
    @CsvSource({"check-interval,10ms", "max-concurrent,0", "rate,fast", "windows,22-6"})
    void aSettingOfBackgroundRepairThatCannotBeIsNamed(String key, String value) {
        assertThatThrownBy(() -> MetaSettings.of(Map.of("anti-entropy." + key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("anti-entropy");
    }
}

package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.data.config.ConfigException;
import io.annealdb.storage.scrub.ScrubOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataNodeConfigTest {
    @Test
    void theDefaultsAreThese() {
        assertThat(DataNodeConfig.defaults())
                .isEqualTo(
                        new DataNodeConfig(
                                new DataNodeConfig.Node(
                                        "", "", new InetSocketAddress(8088), "", ""),
                                new DataNodeConfig.Data(
                                        Path.of("/var/lib/anneal"), 96L << 20, Duration.ZERO),
                                new DataNodeConfig.Http(new InetSocketAddress(8086), 25_000_000),
                                new DataNodeConfig.Cluster(
                                        Duration.ofSeconds(10),
                                        Duration.ZERO,
                                        Duration.ofSeconds(60),
                                        1024),
                                new DataNodeConfig.Queries(0, 0, 0, 0),
                                new DataNodeConfig.HintedHandoff(
                                        true,
                                        10L << 30,
                                        Duration.ofHours(168),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(60),
                                        0,
                                        20,
                                        512_000),
                                new ScrubOptions(true, Duration.ofHours(168), 10L << 20),
                                new DataNodeConfig.Repair(Duration.ofMillis(500)),
                                new DataNodeConfig.GossipConfig(true, new InetSocketAddress(8087)),
                                List.of("127.0.0.1:8091")));
    }

    @Test
    void aWrongKeyIsToldTheLikelyRightOne() {
        assertThatThrownBy(() -> DataNodeConfig.of(Map.of("hinted-handof.enabeld", "false")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "unknown setting hinted-handof.enabeld. Did you mean"
                                + " hinted-handoff.enabled?");
        assertThatThrownBy(() -> DataNodeConfig.of(Map.of("data.max-body-size", "1")))
                .hasMessageContaining("http.max-body-size");
    }

    @Test
    void aWrongValueIsToldWhatWasExpected() {
        assertThatThrownBy(() -> DataNodeConfig.of(Map.of("cluster.write-timeout", "10")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "cluster.write-timeout = \"10\": expected a duration such as 10s, 1m30s or"
                                + " 168h.");
    }

    @Test
    void anIntervalThatWouldScrubWithoutEndIsRefused() {
        assertThatThrownBy(() -> DataNodeConfig.of(Map.of("scrub.interval", "0s")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("[scrub]");
    }

    @Test
    void everyKeyRendersALineThatReadsBack() {
        DataNodeConfig.KEYS.forEach(
                key -> assertThat(key.tomlLine(key.defaultText())).startsWith(key.name() + " = "));
    }
}

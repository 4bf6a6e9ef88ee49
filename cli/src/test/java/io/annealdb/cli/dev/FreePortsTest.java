package io.annealdb.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreePortsTest {
    private static final int[] EPHEMERAL = {32_768, 60_999};

    @Test
    void portsLieOutsideTheEphemeralRangeAndNeverRepeat() {
        FreePorts ports = new FreePorts(new Random(1), Set.of(), EPHEMERAL);
        Set<Integer> picked = new HashSet<>();
        for (int at = 0; at < 50; at++) {
            int port = ports.next();
            assertThat(port).isBetween(10_000, 65_535).matches(p -> p < 32_768 || p > 60_999);
            assertThat(picked.add(port)).isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemsOwnRangeIsAsked() throws IOException {
        String[] range =
                new String(
                                new FileInputStream("/proc/sys/net/ipv4/ip_local_port_range")
                                        .readNBytes(100),
                                StandardCharsets.US_ASCII)
                        .strip()
                        .split("\\s+");
        assertThat(FreePorts.ephemeralRange())
                .containsExactly(Integer.parseInt(range[0]), Integer.parseInt(range[1]));
    }

    @Test
    void aPortThatIsSpokenForIsNotPicked() {
        int first = new FreePorts(new Random(2), Set.of(), EPHEMERAL).next();
        assertThat(new FreePorts(new Random(2), Set.of(first), EPHEMERAL).next())
                .isNotEqualTo(first);
    }

    @Test
    void aPortOnWhichSomebodyListensIsNotFree() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.isFree(listening.getLocalPort())).isFalse();
        }
    }
}

package io.annealdb.cli.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Picks ports on which nothing listens, outside the range from which the system takes those of
 * outgoing connections: else a connection of some program could take the port of a node that is
 * down for a moment. The picks are scattered, so that two clusters that start at once do not meet.
 */
public final class FreePorts {
    private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 65_535;
    private static final int TRIES_MAX = 10_000;

    private final RandomGenerator random;
    private final int ephemeralFirst;
    private final int ephemeralLast;
    private final Set<Integer> taken;

    /**
     * @param reserved ports that are spoken for, though nobody may listen there yet
     */
    public FreePorts(RandomGenerator random, Set<Integer> reserved) {
        this(random, reserved, ephemeralRange());
    }

    FreePorts(RandomGenerator random, Set<Integer> reserved, int[] ephemeral) {
        this.random = random;
        this.taken = new HashSet<>(reserved);
        this.ephemeralFirst = ephemeral[0];
        this.ephemeralLast = ephemeral[1];
    }

    /** A free port, never the same twice. */
    public int next() {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            int port = random.nextInt(LOWEST, HIGHEST + 1);
            boolean ephemeral = port >= ephemeralFirst && port <= ephemeralLast;
            if (!ephemeral && !taken.contains(port) && isFree(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new IllegalStateException(
                "no free port was found between "
                        + LOWEST
                        + " and "
                        + HIGHEST
                        + " outside the ephemeral range "
                        + ephemeralFirst
                        + "-"
                        + ephemeralLast
                        + "; narrow net.ipv4.ip_local_port_range");
    }

    /** Whether a port of 127.0.0.1 can be listened on. */
    public static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static int[] ephemeralRange() {
        try {
            // A line at once: this file can be read from its beginning alone.
            String[] bounds = Files.readAllLines(EPHEMERAL).get(0).strip().split("\\s+");
            return new int[] {Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1])};
        } catch (IOException | RuntimeException notLinux) {
            // What IANA has set aside, and most systems use.
            return new int[] {49_152, 65_535};
        }
    }
}

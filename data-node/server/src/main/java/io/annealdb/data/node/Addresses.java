package io.annealdb.data.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Which address a node binds, and which it tells others. */
final class Addresses {
    private Addresses() {}

    /**
     * The address with a port: 0 becomes one that is free now, since a node tells its address
     * before it serves.
     */
    static InetSocketAddress withPort(InetSocketAddress wanted) throws IOException {
        if (wanted.getPort() != 0) {
            return wanted;
        }
        try (ServerSocket free = new ServerSocket(0, 1, wanted.getAddress())) {
            return new InetSocketAddress(wanted.getAddress(), free.getLocalPort());
        }
    }

    /** What others are told: as configured, else as bound, else this host's name. */
    static String advertised(String configured, InetSocketAddress bound) {
        if (!configured.isEmpty()) {
            return configured;
        }
        InetAddress address = bound.getAddress();
        String host =
                address == null || address.isAnyLocalAddress() ? hostName() : bound.getHostString();
        return host + ":" + bound.getPort();
    }

    /** The host of {@code host:port}; an IPv6 address loses its brackets. */
    static String host(String address) {
        String host = address.substring(0, address.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

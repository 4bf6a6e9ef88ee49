package io.annealdb.meta;

import java.net.InetSocketAddress;

/** A {@code host:port}. */
final class Address {
    private Address() {}

    static void check(String address) {
        port(address);
    }

    static String host(String address) {
        port(address);
        return address.substring(0, address.lastIndexOf(':'));
    }

    static int port(String address) {
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (colon >= 0 && port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "not an address of the form host:port: \"" + address + "\"");
    }

    /** Where to listen; an empty host means on all of the machine's addresses. */
    static InetSocketAddress listen(String address) {
        String host = host(address);
        return host.isEmpty()
                ? new InetSocketAddress(port(address))
                : new InetSocketAddress(host, port(address));
    }
}

package io.annealdb.cli.connect;

/**
 * Where something listens.
 *
 * @param host a name or an address; IPv6 in brackets
 * @param port in [1, 65535]
 */
public record HostPort(String host, int port) {
    private static final int PORT_MAX = 65_535;

    public HostPort {
        if (host.isBlank() || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "\"" + host + ":" + port + "\" is no address; write it as HOST:PORT");
        }
    }

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new HostPort(
                    text.substring(0, Math.max(0, colon)).strip(),
                    Integer.parseInt(text.substring(colon + 1).strip()));
        } catch (NumberFormatException noPort) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address; write it as HOST:PORT");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

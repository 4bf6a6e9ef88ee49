package io.annealdb.cli.config;

import io.annealdb.cli.connect.HostPort;
import io.annealdb.data.config.ConfigException;
import io.annealdb.data.config.ConfigKey;
import io.annealdb.data.config.ConfigValues;
import io.annealdb.data.config.ValueKind;
import io.annealdb.meta.MetaNodeConfig;
import io.annealdb.meta.MetaPeer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that can be set about a meta node. */
public final class MetaSettings {
    private static final int OPERATOR_PORT = 8091;
    private static final int RAFT_PORT = 8089;

    private static final List<ConfigKey> OWN_KEYS =
            List.of(
                    new ConfigKey(
                            "meta",
                            "name",
                            ValueKind.TEXT,
                            "",
                            "The name of this meta node among its peers. Default: the host's name."),
                    new ConfigKey(
                            "meta",
                            "dir",
                            ValueKind.TEXT,
                            "/var/lib/anneal-meta",
                            "The Raft log and the snapshots of the cluster image."),
                    new ConfigKey(
                            "meta",
                            "bind-address",
                            ValueKind.ADDRESS,
                            ":" + OPERATOR_PORT,
                            "Where operators and data nodes call this node."),
                    new ConfigKey(
                            "meta",
                            "raft-bind-address",
                            ValueKind.ADDRESS,
                            ":" + RAFT_PORT,
                            "Where the other meta nodes reach its Raft log."),
                    new ConfigKey(
                            "meta",
                            "http-bind-address",
                            ValueKind.ADDRESS,
                            "",
                            "Where /metrics is served to Prometheus, such as \":8092\"; without it"
                                    + " nowhere."),
                    new ConfigKey(
                            "meta",
                            "peers",
                            ValueKind.TEXTS,
                            "",
                            "All meta nodes, this one included: 1, 3 or 5, the same list on each, as"
                                    + " NAME@HOST, or NAME@HOST:RAFT-PORT:OPERATOR-PORT where the"
                                    + " ports are not 8089 and 8091. Default: this one alone."),
                    new ConfigKey(
                            "meta",
                            "default-replication",
                            ValueKind.COUNT,
                            "0",
                            "Replicas that the autogen policy of a new database wants; 0 is three,"
                                    + " or the number of data nodes if that is smaller."));

    public static final List<ConfigKey> KEYS =
            Stream.concat(OWN_KEYS.stream(), AntiEntropyKeys.KEYS.stream()).toList();

    private MetaSettings() {}

    /**
     * The configuration of a meta node.
     *
     * @throws ConfigException if a key or a value is wrong
     */
    public static MetaNodeConfig of(Map<String, String> given) {
        ConfigValues values = ConfigValues.of(KEYS, given);
        String name = values.isSet("meta.name") ? values.text("meta.name") : hostName();
        String operator = values.text("meta.bind-address");
        String raft = values.text("meta.raft-bind-address");
        List<MetaPeer> peers =
                values.texts("meta.peers").isEmpty()
                        ? List.of(new MetaPeer(name, reachable(raft), reachable(operator)))
                        : values.texts("meta.peers").stream().map(MetaSettings::peer).toList();
        return new MetaNodeConfig(
                name,
                Path.of(values.text("meta.dir")),
                operator,
                raft,
                peers,
                values.count("meta.default-replication"),
                AntiEntropyKeys.of(values));
    }

    /** Where {@code /metrics} is served, if anywhere. */
    public static Optional<String> metricsAddress(Map<String, String> given) {
        ConfigValues values = ConfigValues.of(KEYS, given);
        return values.isSet("meta.http-bind-address")
                ? Optional.of(values.text("meta.http-bind-address"))
                : Optional.empty();
    }

    /** How a peer is written; {@link #of} reads it again. */
    public static String peerText(MetaPeer peer) {
        HostPort raft = HostPort.parse(peer.raftAddress());
        return peer.name() + "@" + raft + ":" + HostPort.parse(peer.operatorAddress()).port();
    }

    private static MetaPeer peer(String text) {
        int at = text.indexOf('@');
        String address = text.substring(at + 1);
        int hostEnd = address.startsWith("[") ? address.indexOf(']') + 1 : address.indexOf(':');
        String host = hostEnd < 0 ? address : address.substring(0, hostEnd);
        String[] ports =
                host.length() == address.length()
                        ? new String[] {"" + RAFT_PORT, "" + OPERATOR_PORT}
                        : address.substring(host.length() + 1).split(":");
        try {
            if (at > 0 && ports.length == 2) {
                return new MetaPeer(
                        text.substring(0, at),
                        new HostPort(host, Integer.parseInt(ports[0])).toString(),
                        new HostPort(host, Integer.parseInt(ports[1])).toString());
            }
        } catch (IllegalArgumentException wrong) {
            // Said below.
        }
        throw new ConfigException(
                "meta.peers: \""
                        + text
                        + "\" is no peer; write it as NAME@HOST or"
                        + " NAME@HOST:RAFT-PORT:OPERATOR-PORT.");
    }

    private static String reachable(String bind) {
        return bind.startsWith(":") ? "127.0.0.1" + bind : bind.replace("0.0.0.0:", "127.0.0.1:");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new ConfigException("meta.name is not set, and this host has no name.");
        }
    }
}

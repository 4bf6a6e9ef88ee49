package io.annealdb.data.node;

import io.annealdb.data.config.ConfigException;
import io.annealdb.data.config.ConfigKey;
import io.annealdb.data.config.ConfigValues;
import io.annealdb.data.config.ValueKind;
import io.annealdb.storage.scrub.ScrubOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything that can be set about a data node; {@link #KEYS} is the whole list. */
public record DataNodeConfig(
        Node node,
        Data data,
        Http http,
        Cluster cluster,
        Queries queries,
        HintedHandoff hintedHandoff,
        ScrubOptions scrub,
        Repair repair,
        GossipConfig gossip,
        List<String> metaServers) {

    /**
     * @param name by which meta knows the node; the host's name if none is set
     * @param zone owners of a shard are spread over zones; may be empty
     * @param rpcAdvertise {@code host:port} at which peers reach this node; empty for "as bound"
     * @param httpAdvertise the same of the HTTP API
     */
    public record Node(
            String name,
            String zone,
            InetSocketAddress rpcBind,
            String rpcAdvertise,
            String httpAdvertise) {
        Node withName(String other) {
            return new Node(other, zone, rpcBind, rpcAdvertise, httpAdvertise);
        }
    }

    /**
     * @param cacheBytesMax heap for rows of all shards that are not in block files yet
     * @param logDelay how long a write waits for others to share its forcing of the log
     */
    public record Data(Path dir, long cacheBytesMax, Duration logDelay) {}

    /**
     * @param bodyBytesMax of a request, after decompression; larger is 413
     */
    public record Http(InetSocketAddress bind, long bodyBytesMax) {}

    /**
     * @param writesPendingMax writes that may wait for one peer; beyond it they are hinted at once
     */
    public record Cluster(
            Duration writeTimeout,
            Duration queryTimeout,
            Duration clockAheadMax,
            int writesPendingMax) {}

    /**
     * What one query may cost; 0 is unbounded.
     *
     * @param concurrentMax queries that run at once
     * @param pointsMax read by one SELECT
     * @param seriesMax read by one SELECT
     * @param bucketsMax of time in one series of its answer
     */
    public record Queries(int concurrentMax, int pointsMax, int seriesMax, int bucketsMax) {}

    /**
     * @param bytesMax of the queue of one peer
     * @param ageMax older hints become debts
     * @param retry first pause before a peer is tried again; doubles up to {@code retryMax}
     * @param bytesPerSecondMax to one peer; 0 is unlimited
     * @param concurrencyMax queues that are delivered at once
     * @param batchBytes what one delivery sends at most, unless one hint alone is larger
     */
    public record HintedHandoff(
            boolean enabled,
            long bytesMax,
            Duration ageMax,
            Duration retry,
            Duration retryMax,
            long bytesPerSecondMax,
            int concurrencyMax,
            long batchBytes) {}

    /**
     * @param foregroundP99Budget repair is slowed while the p99 of writes lies above it; zero:
     *     never
     */
    public record Repair(Duration foregroundP99Budget) {}

    /** SWIM and rumours between data nodes. */
    public record GossipConfig(boolean enabled, InetSocketAddress bind) {}

    public static final List<ConfigKey> KEYS =
            List.of(
                    key(
                            "node",
                            "name",
                            ValueKind.TEXT,
                            "",
                            "How meta knows this node. Default: the host's name."),
                    key(
                            "node",
                            "zone",
                            ValueKind.TEXT,
                            "",
                            "Owners of a shard are spread over zones."),
                    key(
                            "node",
                            "rpc-bind-address",
                            ValueKind.ADDRESS,
                            ":8088",
                            "Where peers and meta nodes call this node."),
                    key(
                            "node",
                            "rpc-advertise-address",
                            ValueKind.TEXT,
                            "",
                            "host:port under which others reach that address. Default: the bound host, or this host's name."),
                    key(
                            "node",
                            "http-advertise-address",
                            ValueKind.TEXT,
                            "",
                            "host:port under which others reach the HTTP API."),
                    key(
                            "data",
                            "dir",
                            ValueKind.TEXT,
                            "/var/lib/anneal",
                            "Shards, logs, hints and the node's identity."),
                    key(
                            "data",
                            "cache-max-memory-size",
                            ValueKind.BYTES,
                            "96m",
                            "Heap for rows that are not in block files yet; flushes begin at half of it."),
                    key(
                            "data",
                            "wal-fsync-delay",
                            ValueKind.DURATION,
                            "0s",
                            "How long a write waits for others, so that they share one forcing of the log."),
                    key("http", "bind-address", ValueKind.ADDRESS, ":8086", "The InfluxDB API."),
                    key(
                            "http",
                            "max-body-size",
                            ValueKind.BYTES,
                            "25000000",
                            "Bytes of a request, decompressed."),
                    key(
                            "cluster",
                            "write-timeout",
                            ValueKind.DURATION,
                            "10s",
                            "How long a write waits for its owners."),
                    key(
                            "cluster",
                            "query-timeout",
                            ValueKind.DURATION,
                            "0s",
                            "How long a query may run; 0s is for ever."),
                    key(
                            "cluster",
                            "max-clock-ahead",
                            ValueKind.DURATION,
                            "60s",
                            "A fresh write stamped further ahead of this node's clock is refused."),
                    key(
                            "cluster",
                            "max-writes-pending",
                            ValueKind.COUNT,
                            "1024",
                            "Writes that may wait for one peer; more are hinted at once."),
                    key(
                            "cluster",
                            "max-concurrent-queries",
                            ValueKind.COUNT,
                            "0",
                            "Queries that run at once; 0 is any number."),
                    key(
                            "cluster",
                            "max-select-point",
                            ValueKind.COUNT,
                            "0",
                            "Points that one SELECT may read; 0 is any number."),
                    key(
                            "cluster",
                            "max-select-series",
                            ValueKind.COUNT,
                            "0",
                            "Series that one SELECT may read; 0 is any number."),
                    key(
                            "cluster",
                            "max-select-buckets",
                            ValueKind.COUNT,
                            "0",
                            "Buckets of GROUP BY time() in one series of an answer; 0 is what can be answered at all."),
                    key(
                            "hinted-handoff",
                            "enabled",
                            ValueKind.FLAG,
                            "true",
                            "Keep writes for peers that are away. When off, what they miss is noted as a debt."),
                    key(
                            "hinted-handoff",
                            "max-size",
                            ValueKind.BYTES,
                            "10g",
                            "Bytes of the queue of one peer; what does not fit becomes a debt."),
                    key(
                            "hinted-handoff",
                            "max-age",
                            ValueKind.DURATION,
                            "168h",
                            "Hints older than this become debts."),
                    key(
                            "hinted-handoff",
                            "retry-interval",
                            ValueKind.DURATION,
                            "1s",
                            "First pause before a peer is tried again; it doubles."),
                    key(
                            "hinted-handoff",
                            "retry-max-interval",
                            ValueKind.DURATION,
                            "60s",
                            "Longest pause before a peer is tried again."),
                    key(
                            "hinted-handoff",
                            "retry-rate-limit",
                            ValueKind.BYTES,
                            "0",
                            "Bytes a second to one peer; 0 is unlimited."),
                    key(
                            "hinted-handoff",
                            "retry-concurrency",
                            ValueKind.COUNT,
                            "20",
                            "Peers whose queues are delivered at once."),
                    key(
                            "hinted-handoff",
                            "batch-size",
                            ValueKind.BYTES,
                            "512000",
                            "Bytes of one delivery."),
                    key(
                            "scrub",
                            "enabled",
                            ValueKind.FLAG,
                            "true",
                            "Read what is on disk again, slowly, to find what has rotted there."),
                    key(
                            "scrub",
                            "interval",
                            ValueKind.DURATION,
                            "168h",
                            "From the begin of one pass over all shards to the begin of the next."),
                    key(
                            "scrub",
                            "rate",
                            ValueKind.BYTES,
                            "10m",
                            "Bytes a second that a pass reads; 0 is unlimited."),
                    key(
                            "anti-entropy",
                            "foreground-p99-budget",
                            ValueKind.DURATION,
                            "500ms",
                            "Repair is slowed here, down to a sixteenth, while the p99 of writes lies above it; 0 is never."),
                    key(
                            "gossip",
                            "enabled",
                            ValueKind.FLAG,
                            "true",
                            "Tell other data nodes of images, load and roots, and who lives."),
                    key(
                            "gossip",
                            "bind-address",
                            ValueKind.ADDRESS,
                            ":8087",
                            "Where SWIM listens. Its host for others is that of rpc-advertise-address."),
                    key("meta", "servers", ValueKind.TEXTS, "127.0.0.1:8091", "The meta nodes."));

    private static ConfigKey key(
            String section, String name, ValueKind kind, String defaultText, String comment) {
        return new ConfigKey(section, name, kind, defaultText, comment);
    }

    private static int atLeastOne(String key, ConfigValues values) {
        int count = values.count(key);
        if (count < 1) {
            throw new ConfigException(key + " must be at least 1.");
        }
        return count;
    }

    public DataNodeConfig {
        metaServers = List.copyOf(metaServers);
        if (metaServers.isEmpty()) {
            throw new ConfigException("meta.servers names no meta node.");
        }
    }

    DataNodeConfig with(Node other) {
        return new DataNodeConfig(
                other,
                data,
                http,
                cluster,
                queries,
                hintedHandoff,
                scrub,
                repair,
                gossip,
                metaServers);
    }

    public static DataNodeConfig defaults() {
        return of(Map.of());
    }

    /**
     * @param given texts by {@code section.key}
     * @throws ConfigException if a key or a value is wrong
     */
    public static DataNodeConfig of(Map<String, String> given) {
        ConfigValues values = ConfigValues.of(KEYS, given);
        return new DataNodeConfig(
                new Node(
                        values.text("node.name"),
                        values.text("node.zone"),
                        values.address("node.rpc-bind-address"),
                        values.text("node.rpc-advertise-address"),
                        values.text("node.http-advertise-address")),
                new Data(
                        Path.of(values.text("data.dir")),
                        values.bytes("data.cache-max-memory-size"),
                        values.duration("data.wal-fsync-delay")),
                new Http(values.address("http.bind-address"), values.bytes("http.max-body-size")),
                new Cluster(
                        values.duration("cluster.write-timeout"),
                        values.duration("cluster.query-timeout"),
                        values.duration("cluster.max-clock-ahead"),
                        values.count("cluster.max-writes-pending")),
                new Queries(
                        values.count("cluster.max-concurrent-queries"),
                        values.count("cluster.max-select-point"),
                        values.count("cluster.max-select-series"),
                        values.count("cluster.max-select-buckets")),
                new HintedHandoff(
                        values.flag("hinted-handoff.enabled"),
                        values.bytes("hinted-handoff.max-size"),
                        values.duration("hinted-handoff.max-age"),
                        values.duration("hinted-handoff.retry-interval"),
                        values.duration("hinted-handoff.retry-max-interval"),
                        values.bytes("hinted-handoff.retry-rate-limit"),
                        atLeastOne("hinted-handoff.retry-concurrency", values),
                        values.bytes("hinted-handoff.batch-size")),
                scrub(values),
                new Repair(values.duration("anti-entropy.foreground-p99-budget")),
                new GossipConfig(
                        values.flag("gossip.enabled"), values.address("gossip.bind-address")),
                values.texts("meta.servers"));
    }

    private static ScrubOptions scrub(ConfigValues values) {
        try {
            return new ScrubOptions(
                    values.flag("scrub.enabled"),
                    values.duration("scrub.interval"),
                    values.bytes("scrub.rate"));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("[scrub]: " + e.getMessage() + ".");
        }
    }
}

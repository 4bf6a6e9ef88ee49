package io.annealdb.cli.dev;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.config.AntiEntropyKeys;
import io.annealdb.cli.config.MetaSettings;
import io.annealdb.meta.MetaPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * The nodes of a dev cluster and everything that they must be told. Ports are picked when a node is
 * planned for the first time; what is not said at a later start is as it was before.
 */
public record DevPlan(List<DevNode> metas, List<DevNode> datas) {
    private static final String HOST = "127.0.0.1";
    private static final int NODES_DEFAULT = 3;
    private static final int METAS_DEFAULT = 1;
    private static final int HTTP_PORT_DEFAULT = 8086;
    private static final int META_PORT_DEFAULT = 8091;
    private static final int PORT_MAX = 65_535;

    /** Several nodes share one machine, and often one heap. */
    private static final String CACHE_BYTES_MAX = "128m";

    public DevPlan {
        metas = List.copyOf(metas);
        datas = List.copyOf(datas);
    }

    /**
     * What the command line says; empty where it says nothing.
     *
     * @param replication of the autogen policy of a new database
     * @param set overrides keys of the data nodes; those of background repair for a new cluster
     */
    public record Wishes(
            OptionalInt nodes,
            OptionalInt metas,
            int replication,
            OptionalInt httpPort,
            OptionalInt metaPort,
            Map<String, String> set) {}

    /** Plans, and keeps the ports. */
    public static DevPlan of(DevFolder folder, Wishes wishes, RandomGenerator random)
            throws IOException {
        PortsFile ports = PortsFile.open(folder.ports());
        int before = ports.nodes("data");
        int nodes = wishes.nodes().orElse(before > 0 ? before : NODES_DEFAULT);
        int metas = metas(wishes.metas(), ports.nodes("meta"));
        checkRange("--http-port", wishes.httpPort(), nodes);
        checkRange("--meta-port", wishes.metaPort(), metas);
        assign(ports, "data", "http", nodes, wishes.httpPort(), HTTP_PORT_DEFAULT);
        assign(ports, "meta", "operator", metas, wishes.metaPort(), META_PORT_DEFAULT);
        pick(ports, nodes, metas, random);
        ports.save();
        List<DevNode> metaNodes =
                metaNodes(folder, ports, metas, wishes.replication()).stream()
                        .map(node -> node.with(AntiEntropyKeys.among(wishes.set())))
                        .toList();
        return new DevPlan(
                metaNodes,
                dataNodes(folder, ports, nodes, metaNodes, AntiEntropyKeys.leftOf(wishes.set())));
    }

    public List<DevNode> all() {
        List<DevNode> all = new ArrayList<>(metas);
        all.addAll(datas);
        return all;
    }

    private static int metas(OptionalInt wanted, int before) {
        if (before > 0 && wanted.isPresent() && wanted.getAsInt() != before) {
            throw CommandFailure.failed(
                    "this cluster was made with "
                            + before
                            + " meta nodes, which cannot be changed here. Leave out --metas, or"
                            + " take another --dir.");
        }
        int metas = wanted.orElse(before > 0 ? before : METAS_DEFAULT);
        if (metas != 1 && metas != 3 && metas != 5) {
            throw CommandFailure.wrongUsage("--metas is 1, 3 or 5, not " + metas + ".");
        }
        return metas;
    }

    private static void checkRange(String option, OptionalInt first, int count) {
        int last = PORT_MAX - count + 1;
        if (first.isPresent() && (first.getAsInt() < 1 || first.getAsInt() > last)) {
            throw CommandFailure.wrongUsage(
                    option
                            + " is 1 to "
                            + last
                            + ", since "
                            + count
                            + " nodes listen from there on, not "
                            + first.getAsInt()
                            + ".");
        }
    }

    /** First port and the ones after it, if one is wished; else as before, else the default's. */
    private static void assign(
            PortsFile ports,
            String kind,
            String purpose,
            int count,
            OptionalInt wished,
            int defaultFirst) {
        int first = wished.orElse(ports.port(kind + "-1", purpose).orElse(defaultFirst));
        for (int at = 0; at < count; at++) {
            String node = kind + "-" + (at + 1);
            if (wished.isPresent() || ports.port(node, purpose).isEmpty()) {
                ports.set(node, purpose, first + at);
            }
        }
    }

    private static void pick(PortsFile ports, int nodes, int metas, RandomGenerator random) {
        FreePorts free = new FreePorts(random, ports.all());
        for (int at = 1; at <= metas; at++) {
            pick(ports, "meta-" + at, "raft", free);
            pick(ports, "meta-" + at, "http", free);
        }
        for (int at = 1; at <= nodes; at++) {
            pick(ports, "data-" + at, "rpc", free);
            pick(ports, "data-" + at, "gossip", free);
        }
    }

    private static void pick(PortsFile ports, String node, String purpose, FreePorts free) {
        if (ports.port(node, purpose).isEmpty()) {
            ports.set(node, purpose, free.next());
        }
    }

    private static List<DevNode> metaNodes(
            DevFolder folder, PortsFile ports, int count, int replication) {
        List<MetaPeer> peers = new ArrayList<>();
        for (int at = 1; at <= count; at++) {
            String name = "meta-" + at;
            peers.add(
                    new MetaPeer(
                            name, address(ports, name, "raft"), address(ports, name, "operator")));
        }
        String all = String.join(",", peers.stream().map(MetaSettings::peerText).toList());
        return peers.stream()
                .map(
                        peer ->
                                new DevNode(
                                        peer.name(),
                                        DevNode.Kind.META,
                                        peer.operatorAddress(),
                                        Map.of(
                                                "meta.name", peer.name(),
                                                "meta.dir", folder.node(peer.name()).toString(),
                                                "meta.bind-address", peer.operatorAddress(),
                                                "meta.raft-bind-address", peer.raftAddress(),
                                                "meta.http-bind-address",
                                                        address(ports, peer.name(), "http"),
                                                "meta.peers", all,
                                                "meta.default-replication",
                                                        Integer.toString(replication))))
                .toList();
    }

    private static List<DevNode> dataNodes(
            DevFolder folder,
            PortsFile ports,
            int count,
            List<DevNode> metas,
            Map<String, String> set) {
        String servers = String.join(",", metas.stream().map(DevNode::address).toList());
        List<DevNode> nodes = new ArrayList<>();
        for (int at = 1; at <= count; at++) {
            String name = "data-" + at;
            String http = address(ports, name, "http");
            String rpc = address(ports, name, "rpc");
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("node.name", name);
            settings.put("node.rpc-bind-address", rpc);
            settings.put("node.rpc-advertise-address", rpc);
            settings.put("node.http-advertise-address", http);
            settings.put("gossip.bind-address", address(ports, name, "gossip"));
            settings.put("http.bind-address", http);
            settings.put("data.dir", folder.node(name).toString());
            settings.put("data.cache-max-memory-size", CACHE_BYTES_MAX);
            settings.put("meta.servers", servers);
            settings.putAll(set);
            nodes.add(new DevNode(name, DevNode.Kind.DATA, http, new HashMap<>(settings)));
        }
        return nodes;
    }

    private static String address(PortsFile ports, String node, String purpose) {
        return HOST + ":" + ports.port(node, purpose).orElseThrow();
    }
}

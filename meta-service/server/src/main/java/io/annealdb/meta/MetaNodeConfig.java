package io.annealdb.meta;

import io.annealdb.image.RepairConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * What a meta node must know to start.
 *
 * @param dir its folder, {@code <meta-dir>}
 * @param operatorBind {@code host:port} to listen on for operators and data nodes; {@code :port} on
 *     all addresses
 * @param raftBind {@code host:port} to listen on for the other meta nodes' logs
 * @param peers all meta nodes, this one included: 1, 3 or 5, the same list on each
 * @param defaultReplication of a policy that names none; 0: min(3, data nodes)
 * @param antiEntropy how background repair is set in a cluster that this node founds
 */
public record MetaNodeConfig(
        String name,
        Path dir,
        String operatorBind,
        String raftBind,
        List<MetaPeer> peers,
        int defaultReplication,
        RepairConfig antiEntropy) {
    public MetaNodeConfig {
        peers = List.copyOf(peers);
        Address.check(operatorBind);
        Address.check(raftBind);
        if (peers.size() % 2 == 0 || peers.size() > 5) {
            throw new IllegalArgumentException(
                    "[meta] peers names "
                            + peers.size()
                            + " meta nodes: there must be 1, 3 or 5 of them, this one included.");
        }
        if (peers.stream().map(MetaPeer::name).distinct().count() != peers.size()) {
            throw new IllegalArgumentException("[meta] peers names one meta node twice.");
        }
        if (peers.stream().noneMatch(peer -> peer.name().equals(name))) {
            throw new IllegalArgumentException(
                    "[meta] peers does not name this node, " + name + ": add it.");
        }
        if (defaultReplication < 0) {
            throw new IllegalArgumentException(
                    "[meta] default-replication must not be negative: " + defaultReplication);
        }
    }

    /** This node's own entry among the peers: the addresses under which others reach it. */
    public MetaPeer self() {
        return peers.stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
    }
}

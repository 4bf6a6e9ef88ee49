package io.annealdb.meta;

/**
 * One of the meta nodes that the configuration names.
 *
 * @param raftAddress {@code host:port} where the others reach its Raft log
 * @param operatorAddress {@code host:port} where data nodes, operators and the others call it
 */
public record MetaPeer(String name, String raftAddress, String operatorAddress) {
    public MetaPeer {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a meta node has no name");
        }
        Address.check(raftAddress);
        Address.check(operatorAddress);
    }
}

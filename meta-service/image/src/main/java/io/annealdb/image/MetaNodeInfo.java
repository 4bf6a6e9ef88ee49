package io.annealdb.image;

/** A meta node: where operators and data nodes call it, and where its peers do. */
public record MetaNodeInfo(String name, String operatorAddress, String raftAddress) {
    public MetaNodeInfo {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a meta node has no name");
        }
    }
}

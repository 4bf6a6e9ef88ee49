package io.annealdb.image;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;

/**
 * A registered data node.
 *
 * @param httpAddress {@code host:port} of its InfluxDB API
 * @param rpcAddress {@code host:port} where peers and meta call it
 * @param gossipAddress {@code host:port} of its SWIM; {@code ""} if it does not gossip
 * @param zone {@code ""} without a label
 * @param folderId the id of its data folder; another one means that it came with an empty disk
 * @param incarnation counts its starts, from 1
 * @param folderIncarnation the start at which it came with this folder
 * @param folderFirstShard shards with a lower number were placed here before this folder came: the
 *     node holds those that its own list names, and misses the others. 0: the node's first folder
 * @param startId drawn by the node at each start, so that a repeated registration counts once
 */
public record DataNodeInfo(
        NodeId id,
        String name,
        String httpAddress,
        String rpcAddress,
        String gossipAddress,
        String zone,
        String folderId,
        int incarnation,
        int folderIncarnation,
        long folderFirstShard,
        String startId) {
    public DataNodeInfo {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("data node " + id + " has no name");
        }
        if (incarnation < 1 || folderIncarnation < 1 || folderIncarnation > incarnation) {
            throw new IllegalArgumentException(
                    "data node "
                            + name
                            + ": incarnation="
                            + incarnation
                            + ", of its folder="
                            + folderIncarnation);
        }
    }

    /** Whether a shard was given to this node while it had another folder. */
    public boolean placedBeforeFolder(ShardId shard) {
        return shard.value() < folderFirstShard;
    }
}

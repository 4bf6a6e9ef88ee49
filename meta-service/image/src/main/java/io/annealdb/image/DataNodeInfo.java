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
 * @param heldBelow shards with a lower number that are placed here this node has held, as it has
 *     told, or were placed here before this folder came: it misses those that its own list does not
 *     name, also where an older copy of the folder was put back. It never falls
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
        long heldBelow,
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

    /**
     * Whether a shard that is placed on this node and that its list does not name is lost there.
     */
    public boolean hasHeld(ShardId shard) {
        return shard.value() < heldBelow;
    }

    DataNodeInfo holdingBelow(long shard) {
        return new DataNodeInfo(
                id,
                name,
                httpAddress,
                rpcAddress,
                gossipAddress,
                zone,
                folderId,
                incarnation,
                folderIncarnation,
                Math.max(heldBelow, shard),
                startId);
    }
}

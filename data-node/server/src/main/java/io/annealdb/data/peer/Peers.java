package io.annealdb.data.peer;

import io.annealdb.points.NodeId;

/** The way to other data nodes. */
public interface Peers {
    /**
     * A node by its number; the same object for as long as its address does not change. Calls to a
     * node that the image does not know fail as {@link PeerException.Kind#UNREACHABLE}.
     */
    Peer peer(NodeId node);
}

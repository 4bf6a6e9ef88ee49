package io.annealdb.data.gossip;

import io.annealdb.points.NodeId;
import java.io.Closeable;
import java.util.Set;

/**
 * Who of the other data nodes lives. It says nothing of who belongs to the cluster: that is meta's
 * alone. Any thread may use it.
 */
public interface Membership extends Closeable {
    /** Told of changes, on a thread that must not be held up. */
    interface Listener {
        void appeared(NodeId node);

        void vanished(NodeId node);
    }

    Set<NodeId> live();

    @Override
    void close();
}

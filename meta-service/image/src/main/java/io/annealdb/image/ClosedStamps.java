package io.annealdb.image;

import io.annealdb.points.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The last closed stamp heard of each data node (repair.md R1), and the least of them: at most that
 * may be settled.
 *
 * <p>A closed stamp is a promise for ever: its node will never again send, hint or acknowledge a
 * batch stamped at or below it, in this life or a later one. So the highest one heard counts,
 * whatever incarnation gave it and in whatever order heartbeats arrive; that of a dead node stands.
 * Kept in memory, by each meta node for itself: a meta node that has just started says nothing
 * until it has heard every registered node. Any meta node's answer may be used, for a lower bound
 * does not become wrong with age. Safe for several threads.
 */
public final class ClosedStamps {
    private final Map<NodeId, Long> highest = new HashMap<>(); // under this object's lock

    /**
     * @param closed a clock value as in {@link io.annealdb.points.Stamp#hlc()}; 0: the node
     *     promises nothing yet
     */
    public synchronized void heard(NodeId node, long closed) {
        if (closed != 0) {
            highest.merge(node, closed, ClosedStamps::higher);
        }
    }

    private static long higher(long one, long other) {
        return Long.compareUnsigned(one, other) < 0 ? other : one;
    }

    /**
     * R: the least closed stamp of all registered data nodes, owners or not, living or not; empty
     * while one of them was never heard, or there is none.
     */
    public synchronized OptionalLong least(ClusterImage image) {
        if (!unheard(image).isEmpty()) {
            return OptionalLong.empty();
        }
        return image.dataNodes().stream()
                .map(node -> highest.get(node.id()))
                .min(Long::compareUnsigned)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Registered nodes that have promised nothing since this meta node started. */
    public synchronized List<NodeId> unheard(ClusterImage image) {
        return image.dataNodes().stream()
                .map(DataNodeInfo::id)
                .filter(node -> !highest.containsKey(node))
                .toList();
    }
}

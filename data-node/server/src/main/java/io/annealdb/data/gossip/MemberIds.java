package io.annealdb.data.gossip;

import io.annealdb.points.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SWIM's members as data nodes. A node that starts again is a new member, and appears before its
 * former self is taken for dead: it lives as long as one of them does. Any thread may use it.
 */
final class MemberIds {
    private final Map<String, NodeId> members = new HashMap<>();

    /**
     * @return the node, if it did not live before
     */
    synchronized Optional<NodeId> added(String member, NodeId node) {
        boolean lived = members.containsValue(node);
        members.put(member, node);
        return lived ? Optional.empty() : Optional.of(node);
    }

    /**
     * @return the node, if no other member stands for it
     */
    synchronized Optional<NodeId> removed(String member) {
        NodeId node = members.remove(member);
        return node == null || members.containsValue(node) ? Optional.empty() : Optional.of(node);
    }

    synchronized Set<NodeId> live() {
        return new HashSet<>(members.values());
    }
}

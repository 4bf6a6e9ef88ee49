package io.annealdb.repair.ring;

import io.annealdb.points.NodeId;

/** One exchange of a ring: the source {@code from} gives its successor {@code to} what it lacks. */
public record Hop(NodeId from, NodeId to) {
    public Hop {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a hop from a node to itself: " + from);
        }
    }

    @Override
    public String toString() {
        return from + "→" + to;
    }
}

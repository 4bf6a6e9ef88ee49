package io.annealdb.repair.ring;

import io.annealdb.points.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The data nodes of one repair, sorted, so that every coordinator walks A ─▶ B ─▶ C ─▶ A ─▶ B
 * alike. Never empty; no node stands twice.
 */
public record RingOrder(List<NodeId> nodes) {
    public RingOrder {
        nodes = nodes.stream().sorted().toList();
        if (nodes.isEmpty() || nodes.stream().distinct().count() < nodes.size()) {
            throw new IllegalArgumentException("a ring needs distinct nodes: " + nodes);
        }
    }

    public static RingOrder of(Collection<NodeId> nodes) {
        return new RingOrder(List.copyOf(nodes));
    }

    /**
     * The first lap gathers everything on the last node, the second hands it on: 2(n-1) hops, the
     * fewest one-way exchanges after which all hold the union. One node needs none.
     *
     * @throws IllegalArgumentException if the start is not of the ring
     */
    public List<Hop> hopsFrom(NodeId start) {
        int first = nodes.indexOf(start);
        if (first < 0) {
            throw new IllegalArgumentException("node " + start + " is not of the ring " + nodes);
        }
        int size = nodes.size();
        return IntStream.range(first, first + 2 * (size - 1))
                .mapToObj(at -> new Hop(nodes.get(at % size), nodes.get((at + 1) % size)))
                .toList();
    }

    /** The wanted start if it is of the ring, else the next node in order, around the end. */
    public NodeId startAt(NodeId wanted) {
        return nodes.stream()
                .filter(node -> node.compareTo(wanted) >= 0)
                .findFirst()
                .orElse(nodes.get(0));
    }

    /** Each pair of neighbours once, A→B, B→C, C→A; of two nodes both directions, of one none. */
    public List<Hop> lap() {
        int size = nodes.size();
        return size == 1
                ? List.of()
                : IntStream.range(0, size)
                        .mapToObj(at -> new Hop(nodes.get(at), nodes.get((at + 1) % size)))
                        .toList();
    }
}

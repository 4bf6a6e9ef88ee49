package io.annealdb.data.peer;

import io.annealdb.points.NodeId;

/**
 * A call to a peer that brought no answer. Whether the peer did what it was asked is not known, but
 * of {@link Kind#NOT_SENT}.
 */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Kind {
        /** This node did not try: the peer counts as away, or has too much before it. */
        NOT_SENT,
        /** Nobody listens, or the connection broke. */
        UNREACHABLE,
        TIMED_OUT,
        /** The peer answered that it cannot, and why. */
        REFUSED,
        /** The peer failed while it tried. */
        FAILED
    }

    private final NodeId node;
    private final Kind kind;

    public PeerException(NodeId node, Kind kind, String message) {
        super("node " + node + ": " + message);
        this.node = node;
        this.kind = kind;
    }

    public NodeId node() {
        return node;
    }

    public Kind kind() {
        return kind;
    }
}

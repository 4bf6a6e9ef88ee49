package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;

/** A data node that does not answer: dead, cut off, or too slow. */
public final class OwnerUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient NodeId owner;

    public OwnerUnavailableException(NodeId owner, String message) {
        super(message);
        this.owner = owner;
    }

    public OwnerUnavailableException(NodeId owner, String message, Throwable cause) {
        super(message, cause);
        this.owner = owner;
    }

    /** Who did not answer. */
    public NodeId owner() {
        return owner;
    }
}

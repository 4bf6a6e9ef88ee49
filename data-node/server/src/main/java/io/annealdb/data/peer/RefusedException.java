package io.annealdb.data.peer;

/** This node cannot answer that call now, for a reason that another node may not have. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }
}

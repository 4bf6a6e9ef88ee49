package io.annealdb.meta.client;

import java.io.IOException;

/**
 * No meta node has answered, or none knows a leader. The message says which were tried and what to
 * do.
 */
public final class MetaUnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean perhapsDone;

    public MetaUnavailableException(String message) {
        this(message, false);
    }

    MetaUnavailableException(String message, boolean perhapsDone) {
        super(message);
        this.perhapsDone = perhapsDone;
    }

    /** Whether the command may have taken effect all the same. */
    public boolean perhapsDone() {
        return perhapsDone;
    }
}

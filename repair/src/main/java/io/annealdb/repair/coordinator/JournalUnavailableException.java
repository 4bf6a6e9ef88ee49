package io.annealdb.repair.coordinator;

/** This node leads no more, or no majority of meta nodes answers: the next leader goes on. */
public final class JournalUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    public JournalUnavailableException(String message) {
        super(message);
    }

    public JournalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.annealdb.repair.coordinator;

/**
 * A hop that its source could not bring to its end although both nodes answer: a broken stream, a
 * disk that refused, no progress within the hop's time-out. Trying again may cure it.
 */
public final class HopFailedException extends Exception {
    private static final long serialVersionUID = 1;

    public HopFailedException(String message) {
        super(message);
    }

    public HopFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

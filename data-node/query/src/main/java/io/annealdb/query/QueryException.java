package io.annealdb.query;

/** A statement that cannot be answered; the message is the text that the client sees. */
public final class QueryException extends RuntimeException {
    private final boolean passing;

    public QueryException(String message) {
        super(message);
        this.passing = false;
    }

    private QueryException(String message, Throwable cause, boolean passing) {
        super(message, cause);
        this.passing = passing;
    }

    public QueryException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** For a trouble of the cluster that a retry may cure. */
    public static QueryException passing(String message, Throwable cause) {
        return new QueryException(message, cause, true);
    }

    /** Whether the same statement may succeed later, nothing else being changed. */
    public boolean passes() {
        return passing;
    }
}

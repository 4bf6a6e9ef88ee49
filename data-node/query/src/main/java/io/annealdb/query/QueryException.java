package io.annealdb.query;

/** A statement that cannot be answered; the message is the text that the client sees. */
public final class QueryException extends RuntimeException {
    public QueryException(String message) {
        super(message);
    }

    public QueryException(String message, Throwable cause) {
        super(message, cause);
    }
}

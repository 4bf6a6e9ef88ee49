package io.annealdb.data.http.answer;

/** A value that the format of the answer cannot express; the message is for the client. */
public final class UnwritableValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnwritableValueException(String message) {
        super(message);
    }
}

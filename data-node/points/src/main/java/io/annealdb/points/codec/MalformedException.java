package io.annealdb.points.codec;

/** Bytes that are no value of the format they claim: damaged, cut short, or not ours at all. */
public final class MalformedException extends RuntimeException {
    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}

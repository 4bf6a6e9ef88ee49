package io.annealdb.storage;

/**
 * Stored bytes fail their checksum or cannot be what they claim to be; the message names the file.
 */
public final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DamagedException(String message) {
        super(message);
    }
}

package io.annealdb.meta.log;

import java.io.IOException;

/** The log cannot be written or read for now: no majority of its members answers. */
public final class NoLeaderException extends IOException {
    private static final long serialVersionUID = 1;

    public NoLeaderException(String message, Throwable cause) {
        super(message, cause);
    }
}

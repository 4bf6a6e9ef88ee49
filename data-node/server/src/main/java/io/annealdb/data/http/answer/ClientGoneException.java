package io.annealdb.data.http.answer;

import java.io.IOException;

/** The reply can go no further: the connection is broken. Nobody is there to be told. */
public final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClientGoneException(IOException cause) {
        super(cause);
    }
}

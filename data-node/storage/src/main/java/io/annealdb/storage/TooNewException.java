package io.annealdb.storage;

import java.io.IOException;

/**
 * A file of a later version of AnnealDB than this one: whole as far as can be told, not readable.
 */
public final class TooNewException extends IOException {
    private static final long serialVersionUID = 1;

    public TooNewException(String path, int version, int known) {
        super(
                path
                        + " has format version "
                        + version
                        + ", this program knows up to "
                        + known
                        + ". Start the newer AnnealDB that wrote it.");
    }
}

package io.annealdb.repair.compare;

import java.io.IOException;

/** Holds payload back, so that a repair leaves room for the node's other work. */
@FunctionalInterface
public interface Throttle {
    Throttle NONE = bytes -> {};

    /**
     * Returns when so many bytes may be sent.
     *
     * @throws IOException if they are not to be sent any more: interrupted, or cancelled
     */
    void beforeSending(long bytes) throws IOException;

    /**
     * How large a chunk may be, at most {@code wanted}: so small that no chunk is held back for
     * long.
     */
    default int chunkBytesMax(int wanted) {
        return wanted;
    }
}

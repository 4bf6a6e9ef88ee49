package io.annealdb.storage;

import java.io.IOException;

/** Holds back a long rewriting of files, watches it, and may end it. */
public interface RewritePace {
    /** As fast as the disk takes it. */
    RewritePace FREE = (valuesRead, bytesWritten) -> {};

    /**
     * Called after each piece, a few thousand rows at most.
     *
     * @param valuesRead values of that piece
     * @param bytesWritten since the piece before
     * @throws IOException to end the rewriting: then nothing has changed
     */
    void after(long valuesRead, long bytesWritten) throws IOException;
}

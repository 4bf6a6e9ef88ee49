package io.annealdb.repair.compare;

import java.io.Closeable;
import java.io.IOException;

/** A stream of row chunks to the successor, which stores each as it comes. */
public interface PushSession extends Closeable {
    /**
     * Sends rows in the encoding of {@link io.annealdb.points.codec.RowsCodec}, about 1 MiB at
     * most; blocks while the successor is not ready for more.
     */
    void send(byte[] chunk) throws IOException;

    /** Ends the stream; returns once everything is on the successor's disk. */
    PushOutcome finish() throws IOException;

    /** Breaks the stream off unless it was finished; what has arrived stays. */
    @Override
    void close();
}

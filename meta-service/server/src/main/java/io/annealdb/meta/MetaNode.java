package io.annealdb.meta;

import java.io.Closeable;
import java.io.IOException;

/** A meta node. */
public final class MetaNode implements Closeable {
    private MetaNode() {}

    /**
     * Starts a meta node: it serves when this returns, and has a leader soon after, once a majority
     * of its peers run.
     *
     * @throws IOException if it cannot start: the folder is another node's or cannot be written, a
     *     port is taken. The message is one line for the operator
     */
    public static MetaNode start(MetaNodeConfig config, Seams seams) throws IOException {
        throw new IOException("not written yet");
    }

    /** The port on which operators are served. */
    public int operatorPort() {
        return 0;
    }

    /** Whether a leader is known, so that commands are answered at once. */
    public boolean ready() {
        return false;
    }

    /** Stops within some seconds; what was acknowledged is on disk already. */
    @Override
    public void close() {}
}

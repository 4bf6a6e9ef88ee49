package io.annealdb.cli.dev;

import java.io.Closeable;
import java.io.IOException;

/** The running nodes of a dev cluster. */
public interface DevNodes extends Closeable {
    /**
     * Starts a node, or lets one be that runs already.
     *
     * @throws IOException with a line for the operator, if it cannot
     */
    void start(DevNode node) throws IOException;

    /**
     * Says so if a node that was started has died before it could serve.
     *
     * @throws IOException with the last words of the node
     */
    void requireLiving() throws IOException;
}

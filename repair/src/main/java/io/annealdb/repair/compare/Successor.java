package io.annealdb.repair.compare;

import java.io.IOException;
import java.util.function.LongConsumer;

/**
 * The other side of a hop, as its source sees it. Every method is one blocking call to the peer.
 */
public interface Successor {
    /** One round trip: what {@link HopSuccessor#answer} over there makes of the question. */
    byte[] ask(byte[] question) throws IOException;

    /** Opens a stream of rows. */
    PushSession push() throws IOException;

    /**
     * Sends the files of this node's copy as they are, with its deletes, to a successor that lost
     * the shard.
     *
     * @param throttle asked before each chunk
     * @param sent told the number of bytes of each chunk
     * @return bytes sent in all; they are on the successor's disk
     */
    long copyFiles(Throttle throttle, LongConsumer sent) throws IOException;
}

package io.annealdb.repair.compare;

import java.io.Closeable;
import java.io.IOException;

/**
 * Answers the questions of one source about one shard. Between the first question and the last it
 * keeps a snapshot; for one thread at a time.
 */
public final class HopSuccessor implements Closeable {
    private final ShardReplica own;

    public HopSuccessor(ShardReplica own) {
        this.own = own;
    }

    /**
     * @throws io.annealdb.points.codec.MalformedException if the bytes are no question
     */
    public byte[] answer(byte[] question) throws IOException {
        throw new UnsupportedOperationException("" + own);
    }

    @Override
    public void close() {}
}

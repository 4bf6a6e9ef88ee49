package io.annealdb.data.peer;

import io.annealdb.points.Delete;
import java.io.Closeable;
import java.io.IOException;

/** A stream of a shard's deletes and files to a node that lost it. */
public interface CopySession extends Closeable {
    void delete(Delete delete) throws IOException;

    /** The next bytes of a file, at most 1 MiB; blocks while the other side is not ready. */
    void bytes(String file, byte[] chunk) throws IOException;

    /** Ends a file, with what all of it must come to. */
    void end(String file, long bytes, int crc32c) throws IOException;

    /**
     * Makes everything part of the copy over there.
     *
     * @return bytes taken, once they are on disk
     */
    long finish() throws IOException;

    /** Breaks the stream off unless it was finished; the other side keeps nothing of it. */
    @Override
    void close();
}

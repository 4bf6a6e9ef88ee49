package io.annealdb.data.peer;

import io.annealdb.points.Delete;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import java.io.Closeable;
import java.io.IOException;

/** A stream of a shard's deletes and files to a node that lost it. */
public interface CopySession extends Closeable {
    void delete(Delete delete) throws IOException;

    /** Bytes of a file, at most 1 MiB; blocks while the other side is not ready. */
    void bytes(PinnedFile file, long offset, byte[] chunk) throws IOException;

    /** Ends a file: all of it must be over there now. */
    void end(PinnedFile file) throws IOException;

    /**
     * Makes everything part of the copy over there.
     *
     * @return bytes taken, once they are on disk
     */
    long finish() throws IOException;

    /** Breaks the stream off unless it was finished; the other side keeps what has come. */
    @Override
    void close();
}

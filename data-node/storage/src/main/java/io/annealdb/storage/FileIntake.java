package io.annealdb.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * Takes copies of another owner's block files. Closed without a commit, it leaves nothing behind.
 */
public interface FileIntake extends Closeable {
    /** Appends bytes to a file; its chunks come in order. */
    void append(String name, byte[] chunk) throws IOException;

    /**
     * Ends a file.
     *
     * @throws DamagedException if it is not what the sender promised
     */
    void finish(String name, long bytes, int crc32c) throws IOException;

    /** Makes all finished files part of the shard, in one switch of its manifest. */
    void commit() throws IOException;

    @Override
    void close() throws IOException;
}

package io.annealdb.storage;

import io.annealdb.storage.PinnedFiles.PinnedFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Takes copies of another owner's block files. A file goes by what it holds, its length and its
 * checksum. Whatever has come when it is closed stays: a whole file becomes part of the shard, the
 * begin of one waits for the rest, also across a restart. A shard has one intake at a time; a new
 * one ends the one before it. Calls of one intake are made one at a time.
 */
public interface FileIntake extends Closeable {
    /** Of each file, how many bytes from its start are here already. */
    List<Long> here(List<PinnedFile> files) throws IOException;

    /**
     * Appends bytes to a file.
     *
     * @param offset at which they belong; not behind what is here. What is here is not taken again
     */
    void append(PinnedFile file, long offset, byte[] chunk) throws IOException;

    /**
     * Ends a file; it is on disk when this returns.
     *
     * @throws DamagedException if it is not what the sender promised; then nothing of it is kept
     */
    void finish(PinnedFile file) throws IOException;

    /** Makes all finished files part of the shard, and forgets what was begun of others. */
    void commit() throws IOException;

    @Override
    void close() throws IOException;
}

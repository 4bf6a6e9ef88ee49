package io.annealdb.storage;

import java.io.Closeable;

/**
 * Reads one block file of a shard again, from its first byte to its last, in bounded steps. The
 * file stays open until this is closed, whatever becomes of it meanwhile. For one thread.
 */
public interface FileScrub extends Closeable {
    /** The file's name in its shard's folder. */
    String name();

    /**
     * Reads on: about {@code bytesMax} bytes, or the footer, which is read at once.
     *
     * @return bytes read; 0 once all was read and found as it was written
     * @throws DamagedException if it is not what was written, or cannot be read; the shard is then
     *     {@link ShardHealth#DAMAGED}, and the file is set aside soon
     */
    long step(long bytesMax);

    /** Blocks read so far. */
    long blocks();

    @Override
    void close();
}

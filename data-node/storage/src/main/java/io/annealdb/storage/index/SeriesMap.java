package io.annealdb.storage.index;

import java.io.Closeable;
import java.io.IOException;

/** Numbers of all keys of a database, for those that the table in front does not hold. */
public interface SeriesMap extends Closeable {
    /** The number of a key, -1 if it has none. */
    int get(byte[] key);

    void put(byte[] key, int id);

    long size();

    /** Whether a larger one must be made before more is put. */
    boolean isFull();

    /** Closes; what was put may be asked for again after a reopening only if this returned. */
    @Override
    void close() throws IOException;
}

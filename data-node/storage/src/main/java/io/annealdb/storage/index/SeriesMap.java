package io.annealdb.storage.index;

import io.annealdb.points.SeriesKey;
import java.io.Closeable;
import java.io.IOException;

/** Numbers of all keys of a database, for those that the table in front does not hold. */
public interface SeriesMap extends Closeable {
    /** The number of a key, -1 if it has none; the caller checks that it is that key's. */
    int get(SeriesKey key);

    /** False, and nothing is put, if there is no room. */
    boolean put(SeriesKey key, int id);

    long size();

    /** Closes; what was put may be asked for again after a reopening only if this returned. */
    @Override
    void close() throws IOException;
}

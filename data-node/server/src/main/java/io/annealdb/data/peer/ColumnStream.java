package io.annealdb.data.peer;

import io.annealdb.points.SeriesColumns;
import java.io.Closeable;
import java.util.Iterator;

/**
 * Runs of points that are read as they are asked for: the side that computes them waits for the one
 * that reads. For one thread. Closing early stops the other side.
 */
public interface ColumnStream extends Iterator<SeriesColumns>, Closeable {
    @Override
    void close();
}

package io.annealdb.storage;

import io.annealdb.points.Rows;
import java.io.Closeable;
import java.io.IOException;

/**
 * Drops values of a shard for good, without a delete record: what a reset finds that all other
 * owners lack. Each of them is a witness; a value goes if all witnesses name it. What they name
 * lies on disk until the end, so any number of values takes little memory and one rewriting. For
 * one thread; closed without {@link #commit}, or by a crash, nothing has changed.
 */
public interface Forgetting extends Closeable {
    /**
     * A witness names values, each once: it goes if it stands under exactly that stamp, with all
     * that it has overwritten; values beside it, and what comes later, stay.
     *
     * @param values as {@link ShardView#versions} gives them; what the values are does not matter
     */
    void add(int witness, Rows values) throws IOException;

    /**
     * Rewrites the shard without them, in one switch of the manifest; not at all if a witness has
     * named none. Once only.
     *
     * @return points (series and time) of which a value went
     */
    long commit(RewritePace pace) throws IOException;

    @Override
    void close() throws IOException;
}

package io.annealdb.data.query;

import java.util.function.BooleanSupplier;

/** A query that counts as running until it is closed. */
public interface RunningQuery extends AutoCloseable {
    /** From any thread: the query ends at its next look. */
    void cancel();

    /**
     * What loops ask: whether to stop. Past its time the question itself throws {@link
     * io.annealdb.query.QueryException}.
     */
    BooleanSupplier cancelled();

    @Override
    void close();
}

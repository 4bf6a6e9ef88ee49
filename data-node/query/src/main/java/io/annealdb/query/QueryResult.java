package io.annealdb.query;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The answer to one statement: series by series, computed as they are asked for. Any call may throw
 * {@link QueryException}. Closed by the caller, read to the end or not.
 */
public interface QueryResult extends Iterator<ResultSeries>, AutoCloseable {
    @Override
    void close();

    /** An answer that is known already. */
    static QueryResult of(List<ResultSeries> series) {
        Iterator<ResultSeries> each = series.iterator();
        return new QueryResult() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public ResultSeries next() {
                if (!each.hasNext()) {
                    throw new NoSuchElementException("no more series");
                }
                return each.next();
            }

            @Override
            public void close() {}
        };
    }
}

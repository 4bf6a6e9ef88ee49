package io.annealdb.data.query;

import io.annealdb.points.ShardId;
import io.annealdb.query.ResultSeries;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What one statement answers: series by series as they are computed, and what they lack. The rows
 * of a series must be read before the next one is asked for. Any call may throw {@link
 * io.annealdb.query.QueryException}. For one thread.
 */
public interface StatementAnswer extends Iterator<ResultSeries>, AutoCloseable {
    /** The shards that no whole owner was read of, as far as is known, each with the reason. */
    SortedMap<ShardId, String> incomplete();

    /** From now on the client has been told what is incomplete: nothing more may become so. */
    void seal();

    /** What the client is told beside the rows; complete once all rows are read. */
    default List<String> warnings() {
        if (incomplete().isEmpty()) {
            return List.of();
        }
        return List.of(
                "this answer is incomplete: "
                        + incomplete().entrySet().stream()
                                .map(entry -> "shard " + entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining("; ")));
    }

    @Override
    void close();
}

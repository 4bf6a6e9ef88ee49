package io.annealdb.data.query;

import io.annealdb.points.ShardId;
import io.annealdb.query.ResultSeries;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
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
        Map<String, List<ShardId>> byReason = new LinkedHashMap<>();
        incomplete()
                .forEach(
                        (shard, why) ->
                                byReason.computeIfAbsent(why, w -> new ArrayList<>()).add(shard));
        StringJoiner text = new StringJoiner(". ", "this answer is incomplete. ", "");
        byReason.forEach(
                (why, shards) ->
                        text.add(
                                (shards.size() == 1 ? "Shard " : "Shards ")
                                        + shards.stream()
                                                .map(ShardId::toString)
                                                .collect(Collectors.joining(", "))
                                        + ": "
                                        + why));
        return List.of(text.toString());
    }

    @Override
    void close();
}

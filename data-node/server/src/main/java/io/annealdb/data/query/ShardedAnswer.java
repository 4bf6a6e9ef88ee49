package io.annealdb.data.query;

import io.annealdb.points.ShardId;
import io.annealdb.query.QueryResult;
import io.annealdb.query.ResultSeries;
import java.util.SortedMap;

/** An answer computed from shards. */
final class ShardedAnswer implements StatementAnswer {
    private final QueryResult result;
    private final ShardReadings readings;

    ShardedAnswer(QueryResult result, ShardReadings readings) {
        this.result = result;
        this.readings = readings;
    }

    @Override
    public boolean hasNext() {
        return result.hasNext();
    }

    @Override
    public ResultSeries next() {
        return result.next();
    }

    @Override
    public SortedMap<ShardId, String> incomplete() {
        return readings.incomplete();
    }

    @Override
    public void seal() {
        readings.seal();
    }

    @Override
    public void close() {
        result.close();
    }
}

package io.annealdb.query.exec;

import io.annealdb.query.QueryContext;
import io.annealdb.query.plan.ColumnRef;
import io.annealdb.query.plan.CompiledSelect;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The values of one field in one group as they are stored, in the statement's order of time. */
final class StoredPoints implements Iterator<CallPoint> {
    private final MergedSeries rows;
    private final long min;
    private final long max;

    /**
     * @param lookback ns before the statement's range that count too
     */
    StoredPoints(
            CompiledSelect select,
            ColumnRef column,
            long lookback,
            List<SeriesGroups.Part> parts,
            QueryContext context) {
        List<ColumnReader.Wanted> wanted =
                List.of(new ColumnReader.Wanted(column.name(), column.type()));
        this.rows =
                new MergedSeries(
                        parts.stream()
                                .map(
                                        part ->
                                                new SeriesGroups.Part(
                                                        part.read().wanting(wanted),
                                                        part.shard(),
                                                        part.series()))
                                .toList(),
                        select.ascending(),
                        Long.MAX_VALUE,
                        context);
        this.min = select.minTime(lookback);
        this.max = select.maxTime(lookback);
    }

    @Override
    public boolean hasNext() {
        while (rows.head() != null && !isInRange(rows.head().time())) {
            rows.advance();
        }
        return rows.head() != null;
    }

    private boolean isInRange(long time) {
        return time >= min && time <= max;
    }

    @Override
    public CallPoint next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more points");
        }
        SeriesCursor at = rows.head();
        CallPoint point =
                new CallPoint(at.time(), Values.of(at.run().columns()[0], at.row()), null);
        rows.advance();
        return point;
    }
}

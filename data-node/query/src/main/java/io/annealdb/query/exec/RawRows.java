package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.query.QueryContext;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.ColumnRef;
import io.annealdb.query.plan.CompiledSelect;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The rows of one group as they are stored, in order of time, LIMIT and OFFSET applied. */
final class RawRows implements Iterator<Object[]> {
    private final BoundSelect bound;
    private final MergedSeries rows;
    private final Object[] row;
    private final long rowsMax;
    private long given;

    RawRows(BoundSelect bound, List<SeriesGroups.Part> parts, QueryContext context) {
        this.bound = bound;
        this.row = new Object[bound.columns().size()];
        CompiledSelect select = bound.select();
        this.rowsMax = select.limit() == 0 ? Long.MAX_VALUE : select.limit();
        long looked = rowsMax == Long.MAX_VALUE ? rowsMax : rowsMax + select.rowOffset();
        this.rows = new MergedSeries(parts, select.ascending(), looked, context);
        for (long skipped = 0; skipped < select.rowOffset() && hasNext(); skipped++) {
            next();
            given--;
        }
    }

    @Override
    public boolean hasNext() {
        return rows.head() != null && given < rowsMax;
    }

    @Override
    public Object[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        given++;
        SeriesCursor at = rows.head();
        long time = at.time();
        take(at.run(), at.row());
        rows.advance();
        return OutputRows.of(bound, time, row);
    }

    private void take(SeriesColumns run, int at) {
        int column = 0;
        for (int i = 0; i < row.length; i++) {
            ColumnRef ref = bound.columns().get(i);
            Object value = null;
            if (ref.field()) {
                value = Values.of(run.columns()[column++], at);
            } else if (ref.tag()) {
                String tag = run.series().tag(ref.name());
                value = tag.isEmpty() ? null : tag;
            }
            if (value != null || !(bound.select().fill() instanceof Fill.Previous)) {
                row[i] =
                        value != null
                                ? value
                                : OutputRows.missing(bound.select().fill(), ref.type());
            }
        }
    }
}

package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.QueryContext;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.ColumnRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The rows of one group as they are stored, merged over series and shards in order of time; rows of
 * one time stand in order of their series' keys. A group of few series is streamed; of many, the
 * rows of each shard are gathered first, no more of a series than the statement's LIMIT can use.
 */
final class RawRows implements Iterator<Object[]> {
    /** A scan of its own for each series, up to this many in a shard. */
    private static final int STREAMED_MAX = 16;

    private final BoundSelect bound;
    private final QueryContext context;
    private final PriorityQueue<SeriesCursor> cursors;
    private final Object[] row;
    private final long rowsMax;
    private long given;

    RawRows(BoundSelect bound, List<SeriesGroups.Part> parts, QueryContext context) {
        this.bound = bound;
        this.context = context;
        this.row = new Object[bound.columns().size()];
        this.rowsMax = bound.select().limit() == 0 ? Long.MAX_VALUE : bound.select().limit();
        Comparator<SeriesCursor> order =
                Comparator.comparingLong(SeriesCursor::time)
                        .thenComparing(cursor -> cursor.run().series());
        this.cursors = new PriorityQueue<>(bound.select().ascending() ? order : order.reversed());
        parts.forEach(this::open);
        for (long skipped = 0; skipped < bound.select().rowOffset() && hasNext(); skipped++) {
            next();
            given--;
        }
    }

    private void open(SeriesGroups.Part part) {
        if (part.series().size() <= STREAMED_MAX) {
            for (SeriesKey series : part.series()) {
                add(part.read().scan(part.shard(), new SeriesPredicate.SeriesIs(series), context));
            }
            return;
        }
        long keep = rowsMax == Long.MAX_VALUE ? rowsMax : rowsMax + bound.select().rowOffset();
        Map<SeriesKey, List<SeriesColumns>> gathered = new LinkedHashMap<>();
        Map<SeriesKey, Long> counts = new LinkedHashMap<>();
        java.util.Set<SeriesKey> members = java.util.Set.copyOf(part.series());
        Iterator<SeriesColumns> runs =
                part.read().scan(part.shard(), part.read().series(), context);
        while (runs.hasNext()) {
            SeriesColumns run = runs.next();
            boolean wanted =
                    members.contains(run.series()) && counts.getOrDefault(run.series(), 0L) < keep;
            if (wanted) {
                gathered.computeIfAbsent(run.series(), k -> new ArrayList<>()).add(run);
                counts.merge(run.series(), (long) run.size(), Long::sum);
            }
        }
        gathered.values().forEach(each -> add(each.iterator()));
    }

    private void add(Iterator<SeriesColumns> runs) {
        SeriesCursor cursor = new SeriesCursor(runs);
        if (cursor.advance()) {
            cursors.add(cursor);
        }
    }

    @Override
    public boolean hasNext() {
        return !cursors.isEmpty() && given < rowsMax;
    }

    @Override
    public Object[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        given++;
        SeriesCursor cursor = cursors.poll();
        long time = cursor.time();
        take(cursor.run(), cursor.row());
        if (cursor.advance()) {
            cursors.add(cursor);
        }
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

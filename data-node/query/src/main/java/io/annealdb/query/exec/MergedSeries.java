package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.QueryContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The rows of one group, merged over series and shards in order of time; rows of one time stand in
 * order of their series' keys. A group of few series is streamed; of many, the rows of each shard
 * are gathered first, no more of a series than are wanted.
 */
final class MergedSeries {
    /** A scan of its own for each series, up to this many in a shard. */
    private static final int STREAMED_MAX = 16;

    private final QueryContext context;
    private final long rowsMax;
    private final PriorityQueue<SeriesCursor> cursors;

    /**
     * @param rowsMax how many rows of a series will be looked at
     */
    MergedSeries(
            List<SeriesGroups.Part> parts, boolean ascending, long rowsMax, QueryContext context) {
        this.context = context;
        this.rowsMax = rowsMax;
        Comparator<SeriesCursor> order =
                Comparator.comparingLong(SeriesCursor::time)
                        .thenComparing(cursor -> cursor.run().series());
        this.cursors = new PriorityQueue<>(ascending ? order : order.reversed());
        parts.forEach(this::open);
    }

    private void open(SeriesGroups.Part part) {
        if (part.series().size() <= STREAMED_MAX) {
            for (SeriesKey series : part.series()) {
                add(part.read().scan(part.shard(), new SeriesPredicate.SeriesIs(series), context));
            }
            return;
        }
        Map<SeriesKey, List<SeriesColumns>> gathered = new LinkedHashMap<>();
        Map<SeriesKey, Long> counts = new LinkedHashMap<>();
        Set<SeriesKey> members = Set.copyOf(part.series());
        Iterator<SeriesColumns> runs =
                part.read().scan(part.shard(), part.read().series(), context);
        while (runs.hasNext()) {
            SeriesColumns run = runs.next();
            boolean wanted =
                    members.contains(run.series())
                            && counts.getOrDefault(run.series(), 0L) < rowsMax;
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

    /** The row that comes next; null at the end. It stays where it is until {@link #advance}. */
    SeriesCursor head() {
        return cursors.peek();
    }

    void advance() {
        SeriesCursor cursor = cursors.poll();
        if (cursor.advance()) {
            cursors.add(cursor);
        }
    }
}

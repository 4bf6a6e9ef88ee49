package io.annealdb.query;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * One shard, read from one owner, local or remote. For one thread; closed after use. Every method
 * speaks of visible points alone: merged by stamp, deletes applied.
 */
public interface ShardSource extends AutoCloseable {
    long shard();

    /** Measurements with a visible series that matches. */
    SortedSet<String> measurements(SeriesPredicate where);

    /** Series with a visible point, sorted by key. */
    List<SeriesKey> series(SeriesPredicate predicate);

    /**
     * The fields of a measurement, each with all types that the shard holds of it; may be empty.
     */
    Map<String, Set<FieldType>> fields(String measurement);

    /**
     * Runs of at most some thousand rows: series by series in order of their keys, each in order of
     * time. No row comes that has none of the fields.
     *
     * @param fields names, in the order wanted
     * @param minTime first time in ns, included
     * @param maxTime last time in ns, included
     */
    Iterator<SeriesColumns> scan(
            SeriesPredicate series,
            List<String> fields,
            long minTime,
            long maxTime,
            boolean ascending);

    @Override
    void close();
}

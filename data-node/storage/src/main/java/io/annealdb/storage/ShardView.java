package io.annealdb.storage;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.digest.CellDigest;
import java.io.Closeable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * A consistent state of a shard: files and cache merged by stamp, deletes applied. For one thread.
 * A block that fails its checksum throws {@link DamagedException}; the shard is then {@link
 * ShardHealth#DAMAGED}.
 */
public interface ShardView extends Closeable {
    /** Measurements of which a point is visible; sorted. */
    SortedSet<String> measurements();

    /** Series of which a point is visible, sorted by key. */
    List<SeriesKey> series(SeriesPredicate predicate);

    /** The fields of a measurement, each with all types that the shard holds of it. */
    Map<String, Set<FieldType>> fields(String measurement);

    /**
     * What to read.
     *
     * @param fields names, in the order wanted; no row is returned that has none of them
     * @param minTime first time, included
     * @param maxTime last time, included
     */
    record Scan(
            SeriesPredicate series,
            List<String> fields,
            long minTime,
            long maxTime,
            boolean ascending) {
        public Scan {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Runs of at most some thousand rows: series by series in order of their keys, each in order of
     * time. Where a field has several types, the first of {@link FieldType}'s order that the shard
     * holds in that measurement is taken, numeric ones cast to it, others left out (repair.md S5).
     */
    Iterator<SeriesColumns> scan(Scan scan);

    /** The sum of each series with a value in that cell. */
    Map<SeriesKey, CellDigest> seriesDigests(int window, int bucket);

    /**
     * The visible values of one series from a time to another, both included, with their stamps:
     * rows in order of time, then stamp; each value under its own winner's stamp, all types of a
     * field apart.
     *
     * @param rowsMax the answer ends behind a point with which it has so many rows, or some
     *     thousand more
     * @param textBytesMax or so many bytes of strings, or some MiB more
     */
    Rows versions(SeriesKey series, long first, long last, int rowsMax, long textBytesMax);

    @Override
    void close();
}

package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.storage.cache.CachedSeries;
import io.annealdb.storage.index.SeriesIndex;
import io.annealdb.storage.merge.MergedRows;
import io.annealdb.storage.merge.StampTable;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a fresh batch would stay unseen (repair.md S3): the shard holds a value of the same
 * series, time and field under a higher stamp, or a delete above the batch hides a row. Cheap where
 * rows come in order: only a time that is not newer than the series' newest can be shadowed by a
 * value, and only if its file or cache holds a stamp above the batch's.
 */
final class ShadowCheck {
    private final Snapshot snapshot;
    private final SeriesIndex index;
    private final Rows rows;
    private final Stamp stamp;

    ShadowCheck(Snapshot snapshot, SeriesIndex index, Rows rows) {
        this.snapshot = snapshot;
        this.index = index;
        this.rows = rows;
        this.stamp = rows.stampAt(0);
    }

    boolean shadowed() {
        return hiddenByDelete() || belowValue();
    }

    private boolean hiddenByDelete() {
        for (Delete delete : snapshot.deletes()) {
            if (delete.stamp().compareTo(stamp) <= 0) {
                continue;
            }
            boolean[] matches = new boolean[rows.seriesCount()];
            for (int series = 0; series < matches.length; series++) {
                matches[series] = delete.series().matches(rows.seriesAt(series));
            }
            for (int row = 0; row < rows.size(); row++) {
                if (matches[rows.seriesIndex(row)]
                        && delete.minTime() <= rows.time(row)
                        && rows.time(row) <= delete.maxTime()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean belowValue() {
        long[] from = new long[rows.seriesCount()];
        long[] to = new long[rows.seriesCount()];
        Arrays.fill(from, Long.MAX_VALUE);
        Arrays.fill(to, Long.MIN_VALUE);
        for (int row = 0; row < rows.size(); row++) {
            int series = rows.seriesIndex(row);
            from[series] = Math.min(from[series], rows.time(row));
            to[series] = Math.max(to[series], rows.time(row));
        }
        SeriesReader reader = null;
        for (int series = 0; series < from.length; series++) {
            SeriesKey key = rows.seriesAt(series);
            if (from[series] <= to[series] && mayBeBelow(key, from[series], to[series])) {
                reader = reader == null ? new SeriesReader(snapshot) : reader;
                if (isBelow(reader, series, key, from[series], to[series])) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mayBeBelow(SeriesKey key, long from, long to) {
        for (Snapshot.Part part : snapshot.caches()) {
            CachedSeries held = part.held(key);
            if (held != null
                    && part.cache().highestStamp().compareTo(stamp) > 0
                    && held.minTime() <= to
                    && from <= held.maxTime()) {
                return true;
            }
        }
        for (ShardFile file : snapshot.files()) {
            if (file.file().summary().maxStamp().compareTo(stamp) > 0
                    && file.file().summary().maxTime() >= from
                    && file.file().firstBlock(index.idOf(key)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isBelow(SeriesReader reader, int series, SeriesKey key, long from, long to) {
        reader.startAll(key, index.idOf(key), SeriesReader.Wanted.versions(from, to), List.of());
        while (reader.next()) {
            MergedRows held = reader.rows();
            for (int row = 0; row < rows.size(); row++) {
                if (rows.seriesIndex(row) == series) {
                    int at = Arrays.binarySearch(held.times(), 0, held.size(), rows.time(row));
                    if (at >= 0 && holdsAbove(held, at, rows.shape(row))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean holdsAbove(MergedRows held, int at, Shape shape) {
        StampTable stamps = held.stamps();
        for (int lane = 0; lane < held.lanes().length; lane++) {
            if (!held.has(lane, at)) {
                continue;
            }
            int number = held.stampOf(lane)[at];
            if (stamps.get(number).compareTo(stamp) > 0 && names(shape, held.lanes()[lane])) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(Shape shape, Shape.Column lane) {
        for (Shape.Column column : shape.columns()) {
            if (column.name().equals(lane.name())) {
                return true;
            }
        }
        return false;
    }
}

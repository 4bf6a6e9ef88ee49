package io.annealdb.data.query;

import io.annealdb.data.peer.ColumnStream;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.storage.ShardView;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A scan that outlives the owner it reads from. Every owner delivers series by series in order of
 * their keys, each in order of time: so the point delivered last says what the next owner's stream
 * must leave out, and no row comes twice or is passed over.
 */
final class ResumingScan implements Iterator<SeriesColumns> {
    private final FailoverShardSource source;
    private final ShardId shard;
    private final ShardView.Scan scan;
    private ColumnStream stream;
    private NodeId owner;
    private SeriesColumns next;
    private boolean ended;

    /** The last point delivered; null before the first. */
    private SeriesKey lastSeries;

    private long lastTime;

    ResumingScan(FailoverShardSource source, ShardId shard, ShardView.Scan scan) {
        this.source = source;
        this.shard = shard;
        this.scan = scan;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            if (stream == null && !open()) {
                ended = true;
            } else {
                advance();
            }
        }
        return next != null;
    }

    /** False if no owner is left; that is noted then. */
    private boolean open() {
        stream = source.ask((copy, asItIs) -> copy.scan(shard, scan, asItIs), null);
        owner = source.owner();
        return stream != null;
    }

    private void advance() {
        try {
            if (stream.hasNext()) {
                next = undelivered(stream.next());
            } else {
                close();
            }
        } catch (RuntimeException failure) {
            closeStream();
            if (!FailoverShardSource.isOwnersFailure(failure)) {
                throw failure;
            }
            source.giveUpOn(owner, failure);
        }
    }

    @Override
    public SeriesColumns next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the scan of shard " + shard + " is at its end");
        }
        SeriesColumns run = next;
        next = null;
        lastSeries = run.series();
        lastTime = run.times()[run.size() - 1];
        return run;
    }

    /** What of a run comes after the last point delivered; null if nothing. */
    private SeriesColumns undelivered(SeriesColumns run) {
        if (run.size() == 0) {
            return null;
        }
        if (lastSeries == null) {
            return run;
        }
        int bySeries = run.series().compareTo(lastSeries);
        if (bySeries != 0) {
            return bySeries < 0 ? null : run;
        }
        int from = 0;
        while (from < run.size() && !isAfter(run.times()[from])) {
            from++;
        }
        if (from == 0) {
            return run;
        }
        return from == run.size() ? null : tail(run, from);
    }

    private boolean isAfter(long time) {
        return scan.ascending() ? time > lastTime : time < lastTime;
    }

    private static SeriesColumns tail(SeriesColumns run, int from) {
        int to = run.size();
        SeriesColumns.Column[] columns = new SeriesColumns.Column[run.columns().length];
        for (int i = 0; i < columns.length; i++) {
            SeriesColumns.Column column = run.columns()[i];
            columns[i] =
                    column == null || column.type() == null
                            ? column
                            : new SeriesColumns.Column(
                                    column.type(),
                                    Arrays.copyOfRange(column.bits(), from, to),
                                    column.present() == null
                                            ? null
                                            : Arrays.copyOfRange(column.present(), from, to),
                                    column.texts());
        }
        return new SeriesColumns(run.series(), Arrays.copyOfRange(run.times(), from, to), columns);
    }

    void close() {
        ended = true;
        closeStream();
        source.closed(this);
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }
}

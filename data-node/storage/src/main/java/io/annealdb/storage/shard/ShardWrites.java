package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.storage.FreshOutcome;
import io.annealdb.storage.LateOutcome;
import io.annealdb.storage.cache.CachedSeries;
import io.annealdb.storage.log.RecordFile;
import io.annealdb.storage.log.ShardLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * How rows and deletes come into a shard.
 *
 * <pre>
 *   lock: may it be stored? ─▶ log ─▶ cache, types          then, without the lock: log forced
 * </pre>
 *
 * What bars a batch, fence, settled cells, a higher stamp, is looked at under the lock under which
 * it is taken: a fence that is set waits for that lock, and finds the batch in, or it is out.
 */
final class ShardWrites {
    private final LocalShard shard;

    ShardWrites(LocalShard shard) {
        this.shard = shard;
    }

    private SettlingState settling() {
        return shard.keeper().state();
    }

    FreshOutcome fresh(Rows rows) throws IOException {
        if (rows.isEmpty()) {
            return new FreshOutcome.Stored(List.of());
        }
        byte[] record = record(rows);
        BatchMeasurements measurements = new BatchMeasurements(rows);
        List<FreshOutcome.TypeConflict> conflicts;
        ShardLog.Position position;
        shard.lock.lock();
        try {
            if (settling().bars(rows.stampAt(0))) {
                return new FreshOutcome.Shadowed(settling().floor());
            }
            conflicts = shard.types.conflicts(rows, measurements);
            Rows accepted = FieldTypes.without(rows, conflicts);
            if (accepted.isEmpty()) {
                return new FreshOutcome.Stored(conflicts);
            }
            if (isShadowed(accepted)) {
                return new FreshOutcome.Shadowed(shard.highestStamp().hlc());
            }
            position = append(accepted, accepted == rows ? record : record(accepted));
        } finally {
            shard.lock.unlock();
        }
        forced(position);
        return new FreshOutcome.Stored(conflicts);
    }

    private boolean isShadowed(Rows rows) {
        if (rows.stampAt(0).compareTo(shard.highestStamp()) >= 0) {
            return false;
        }
        try (Snapshot snapshot = shard.snapshot()) {
            return new ShadowCheck(snapshot, shard.services().index(), rows).shadowed();
        }
    }

    void store(Rows rows) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        byte[] record = record(rows);
        ShardLog.Position position;
        shard.lock.lock();
        try {
            position = append(rows, record);
        } finally {
            shard.lock.unlock();
        }
        forced(position);
    }

    LateOutcome late(Rows rows) throws IOException {
        if (rows.isEmpty()) {
            return new LateOutcome.Stored();
        }
        byte[] record = record(rows);
        long leastHlc = rows.leastHlc();
        ShardLog.Position position;
        shard.lock.lock();
        try {
            Optional<LateOutcome> barred = settling().barsLate(leastHlc);
            if (barred.isPresent()) {
                return barred.get();
            }
            position = append(rows, record);
        } finally {
            shard.lock.unlock();
        }
        forced(position);
        return new LateOutcome.Stored();
    }

    private static byte[] record(Rows rows) {
        return RecordFile.record(LocalShard.ROWS_RECORD, RowsCodec.encode(rows));
    }

    private ShardLog.Position append(Rows rows, byte[] record) throws IOException {
        CachedSeries[] series = prepare(rows);
        ShardLog.Position position =
                shard.log.append(record, shard.services().options().logSegmentBytes());
        shard.services().metrics().logBytes.mark(record.length);
        take(rows, series);
        return position;
    }

    private CachedSeries[] prepare(Rows rows) throws IOException {
        try {
            return shard.active.prepare(rows, shard.services().index()::idOf);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e.getCause());
        }
    }

    /** Puts rows that are in the log into the cache again. */
    void replay(Rows rows) throws IOException {
        take(rows, prepare(rows));
    }

    private void take(Rows rows, CachedSeries[] series) {
        shard.types.addAll(rows, new BatchMeasurements(rows));
        shard.active.append(rows, series);
        shard.countCacheBytes();
        shard.raise(shard.active.highestStamp());
    }

    private void forced(ShardLog.Position position) throws IOException {
        ShardLog.force(position);
        shard.services().owner().grown(shard);
    }

    FreshOutcome fresh(Delete delete) throws IOException {
        shard.lock.lock();
        try {
            if (settling().bars(delete.stamp())) {
                return new FreshOutcome.Shadowed(settling().floor());
            }
            if (delete.stamp().compareTo(shard.highestStamp()) <= 0) {
                return new FreshOutcome.Shadowed(shard.highestStamp().hlc());
            }
            take(delete);
        } finally {
            shard.lock.unlock();
        }
        shard.deleteLog.force();
        return new FreshOutcome.Stored(List.of());
    }

    void store(Delete delete) throws IOException {
        shard.lock.lock();
        try {
            take(delete);
        } finally {
            shard.lock.unlock();
        }
        shard.deleteLog.force();
    }

    LateOutcome late(Delete delete) throws IOException {
        shard.lock.lock();
        try {
            Optional<LateOutcome> barred = settling().barsLate(delete.stamp().hlc());
            if (barred.isPresent()) {
                return barred.get();
            }
            take(delete);
        } finally {
            shard.lock.unlock();
        }
        shard.deleteLog.force();
        return new LateOutcome.Stored();
    }

    private void take(Delete delete) throws IOException {
        shard.deleteLog.add(delete);
        shard.raise(delete.stamp());
    }
}

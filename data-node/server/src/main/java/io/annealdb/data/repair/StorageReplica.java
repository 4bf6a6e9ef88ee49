package io.annealdb.data.repair;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.compare.ReplicaSnapshot;
import io.annealdb.repair.compare.ShardReplica;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.ShardView;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A shard of the engine as a comparison sees it. */
final class StorageReplica implements ShardReplica {
    private final Shard shard;
    private final DeleteIntake deletes;

    StorageReplica(Shard shard, DeleteIntake deletes) {
        this.shard = shard;
        this.deletes = deletes;
    }

    static ReplicaHealth health(ShardHealth health) {
        return switch (health) {
            case WHOLE -> ReplicaHealth.WHOLE;
            case MISSING -> ReplicaHealth.MISSING;
            case DAMAGED -> ReplicaHealth.DAMAGED;
        };
    }

    @Override
    public GridGeometry grid() {
        return shard.spec().grid();
    }

    @Override
    public ReplicaHealth health() {
        return health(shard.health());
    }

    @Override
    public ReplicaSnapshot snapshot() throws IOException {
        return new Snapshot(shard, shard.view());
    }

    @Override
    public void store(Delete delete) throws IOException {
        deletes.store(delete);
    }

    /**
     * Sums are those of the time when they are first asked for; a hot shard may be ahead of them.
     */
    private static final class Snapshot implements ReplicaSnapshot {
        private final Shard shard;
        private final ShardView view;

        Snapshot(Shard shard, ShardView view) {
            this.shard = shard;
            this.view = view;
        }

        @Override
        public DigestGrid digest() throws IOException {
            return shard.digest();
        }

        @Override
        public SettledCells settled() {
            return shard.settling().settled();
        }

        @Override
        public ShardRoot root(SettledCells others) throws IOException {
            return shard.root(others);
        }

        @Override
        public List<Delete> deletes(SettledCells others) {
            return shard.deletesAbove(others);
        }

        @Override
        public Map<SeriesKey, CellDigest> seriesDigests(int window, int bucket) {
            return view.seriesDigests(window, bucket);
        }

        @Override
        public Rows versions(
                SeriesKey series, long first, long last, int rowsMax, long textBytesMax) {
            return view.versions(series, first, last, rowsMax, textBytesMax);
        }

        @Override
        public void close() {
            view.close();
        }
    }
}

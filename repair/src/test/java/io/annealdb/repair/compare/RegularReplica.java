package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.TimeRange;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.HashKey;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics as a collector sends them, computed and not kept: series by steps of ten seconds, each
 * batch of all series under a stamp of its own. For figures at sizes that no memory would hold.
 *
 * <p>Made in pairs, one whole and one that lacks points or holds them under a lower stamp. Where
 * the two are equal, the sum of a series in a window is any number, the same for both: a comparison
 * never asks how it came about.
 */
final class RegularReplica implements ShardReplica {
    static final long STEP = 10_000_000_000L;

    private static final HashKey KEY = new HashKey(0x51, 0x77);
    private static final ItemHash HASH = new ItemHash(KEY);

    /** When values were overwritten that are stale on the successor. */
    private static final long CORRECTED_MILLIS = 1L << 41;

    private static final Shape SHAPE =
            new Shape(List.of(new Shape.Column("usage_idle", FieldType.FLOAT)));

    /** What both replicas have in common. */
    record Collector(int series, int steps, boolean irregular) {
        /** Points of a pair: all for the source, those that are not missing for the successor. */
        Pair lacking(PointSet missing) {
            return pair(missing, PointSet.NONE);
        }

        Pair stale(PointSet stale) {
            return pair(PointSet.NONE, stale);
        }

        private Pair pair(PointSet missing, PointSet stale) {
            return new Pair(
                    new RegularReplica(this, PointSet.NONE, PointSet.NONE, missing, stale),
                    new RegularReplica(this, missing, stale, missing, stale));
        }
    }

    record Pair(RegularReplica source, RegularReplica successor) {}

    private final Collector collector;
    private final GridGeometry grid;
    private final PointSet missing;
    private final PointSet stale;
    private final PointSet missingThere;
    private final PointSet staleThere;
    private final List<List<SeriesKey>> byBucket = new ArrayList<>();
    private final Map<SeriesKey, Integer> numbers = new HashMap<>();
    private final DigestGrid digest = new DigestGrid();
    private int snapshots;
    private SettledCells settled = SettledCells.NONE;
    private int leavesRead;
    private int rowsReadAtOnce;

    private RegularReplica(
            Collector collector,
            PointSet missing,
            PointSet stale,
            PointSet missingThere,
            PointSet staleThere) {
        this.collector = collector;
        this.grid = new GridGeometry(new TimeRange(0, collector.steps * STEP), KEY);
        this.missing = missing;
        this.stale = stale;
        this.missingThere = missingThere;
        this.staleThere = staleThere;
        for (int bucket = 0; bucket < GridGeometry.BUCKETS; bucket++) {
            byBucket.add(new ArrayList<>());
        }
        for (int i = 0; i < collector.series; i++) {
            SeriesKey key =
                    SeriesKey.of("cpu", Map.of("host", "host-" + i, "region", "eu-central-1"));
            ItemHash.SeriesHash hash = HASH.series(key);
            int bucket = GridGeometry.bucket(hash);
            byBucket.get(bucket).add(key);
            numbers.put(key, i);
            for (int window = 0; window < GridGeometry.WINDOWS; window++) {
                digest.add(window, bucket, sum(hash, i, window));
            }
        }
    }

    int leavesRead() {
        return leavesRead;
    }

    /** Most rows that one reading has brought into memory. */
    int rowsReadAtOnce() {
        return rowsReadAtOnce;
    }

    int openSnapshots() {
        return snapshots;
    }

    private long time(int number, int step) {
        long jitter =
                collector.irregular
                        ? ItemHash.mix(number * 1_000_003L + step) >>> 31 // below 8.6 s
                        : 0;
        return step * STEP + jitter;
    }

    private int stepFrom(long time) {
        return (int) Math.max(0, Math.floorDiv(time, STEP));
    }

    private int stepTo(long last) {
        return (int) Math.min(collector.steps, Math.floorDiv(last, STEP) + 1);
    }

    private long bits(int number, int step) {
        double value = Math.round(1000 * Math.sin(number + step * 0.01)) / 10.0;
        return Double.doubleToRawLongBits(stale.has(number, step) ? value + 1 : value);
    }

    /** The time of the write is that of the point, but for a delay of milliseconds. */
    private Stamp stamp(int number, int step) {
        long delay = ItemHash.mix(step) & 0x3F;
        long millis = 1_000_000 + step * 10_000L + delay;
        boolean corrected = staleThere.has(number, step) && !stale.has(number, step);
        return new Stamp(Stamp.hlcOf(corrected ? CORRECTED_MILLIS : millis, 0), 1 + step % 3, 1);
    }

    private CellDigest sum(ItemHash.SeriesHash hash, int number, int window) {
        long first = Math.max(0, grid.windowStart(window));
        long last = Math.min(collector.steps * STEP - 1, grid.windowLast(window));
        int from = stepFrom(first);
        int to = stepTo(last);
        if (!missingThere.any(number, from, to) && !staleThere.any(number, from, to)) {
            long any = ItemHash.mix(number * 64L + window);
            return new CellDigest(any, ItemHash.mix(any), ItemHash.mix(~any), to - from - 1);
        }
        long field = HASH.field("usage_idle", FieldType.FLOAT);
        long low = 0;
        long high = 0;
        long version = 0;
        long values = 0;
        for (int step = from; step < to; step++) {
            long time = time(number, step);
            if (first <= time && time <= last && !missing.has(number, step)) {
                long item = ItemHash.item(ItemHash.row(hash, time), field, bits(number, step));
                low += item;
                high += ItemHash.upper(item, hash);
                version += ItemHash.version(item, HASH.stamp(stamp(number, step)));
                values++;
            }
        }
        return new CellDigest(low, high, version, values);
    }

    @Override
    public GridGeometry grid() {
        return grid;
    }

    @Override
    public ReplicaHealth health() {
        return ReplicaHealth.WHOLE;
    }

    @Override
    public void store(Delete delete) {
        throw new AssertionError("no deletes here");
    }

    /** All cells have settled at that clock value. */
    void settle(long hlc) {
        settled = SettledCells.allAt(hlc);
    }

    @Override
    public ReplicaSnapshot snapshot() {
        snapshots++;
        return new Snapshot();
    }

    private final class Snapshot implements ReplicaSnapshot {
        @Override
        public DigestGrid digest() {
            return digest;
        }

        @Override
        public SettledCells settled() {
            return settled;
        }

        @Override
        public ShardRoot root(SettledCells others) {
            return new ShardRoot(digest.total(), 0);
        }

        @Override
        public List<Delete> deletes(SettledCells others) {
            return List.of();
        }

        @Override
        public Map<SeriesKey, CellDigest> seriesDigests(int window, int bucket) {
            Map<SeriesKey, CellDigest> sums = new HashMap<>();
            for (SeriesKey key : byBucket.get(bucket)) {
                CellDigest sum = sum(HASH.series(key), numbers.get(key), window);
                if (sum.values() > 0) {
                    sums.put(key, sum);
                }
            }
            return sums;
        }

        @Override
        public Rows versions(SeriesKey key, long first, long last, int rowsMax, long textBytesMax) {
            leavesRead++;
            int number = numbers.get(key);
            int end = stepTo(last);
            Rows.Builder rows = Rows.builder();
            for (int step = stepFrom(first); step < end && rows.size() < rowsMax; step++) {
                long time = time(number, step);
                if (first <= time && time <= last && !missing.has(number, step)) {
                    rows.row(
                                    rows.series(key),
                                    time,
                                    rows.shape(SHAPE),
                                    rows.stamp(stamp(number, step)))
                            .value(bits(number, step));
                }
            }
            rowsReadAtOnce = Math.max(rowsReadAtOnce, rows.size());
            return rows.build();
        }

        @Override
        public void close() {
            snapshots--;
        }
    }
}

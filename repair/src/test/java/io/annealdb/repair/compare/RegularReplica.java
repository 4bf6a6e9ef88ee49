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
import io.annealdb.points.digest.ShardRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Metrics as a collector sends them, computed and not kept: series by steps of ten seconds, each
 * batch of all series under a stamp of its own. Some points may be missing or stale. For figures at
 * sizes that a map would not hold.
 */
final class RegularReplica implements ShardReplica {
    private static final long STEP = 10_000_000_000L;
    private static final HashKey KEY = new HashKey(0x51, 0x77);
    private static final ItemHash HASH = new ItemHash(KEY);
    private static final Shape SHAPE =
            new Shape(List.of(new Shape.Column("usage_idle", FieldType.FLOAT)));

    private final int steps;
    private final GridGeometry grid;
    private final BiPredicate<Integer, Integer> missing;
    private final BiPredicate<Integer, Integer> stale;
    private final List<SeriesKey> series = new ArrayList<>();
    private final Map<SeriesKey, Integer> numbers = new HashMap<>();
    private final DigestGrid digest = new DigestGrid();
    private int snapshots;
    private int leavesRead;

    /**
     * @param missing series and step of points that are not there
     * @param stale of those that are there under a lower stamp, with another value
     */
    RegularReplica(
            int seriesCount,
            int steps,
            BiPredicate<Integer, Integer> missing,
            BiPredicate<Integer, Integer> stale) {
        this.steps = steps;
        this.grid = new GridGeometry(new TimeRange(0, steps * STEP), KEY);
        this.missing = missing;
        this.stale = stale;
        for (int i = 0; i < seriesCount; i++) {
            SeriesKey key =
                    SeriesKey.of("cpu", Map.of("host", "host-" + i, "region", "eu-central-1"));
            series.add(key);
            numbers.put(key, i);
            int bucket = GridGeometry.bucket(HASH.series(key));
            for (int window = 0; window < GridGeometry.WINDOWS; window++) {
                digest.add(window, bucket, sum(i, window));
            }
        }
    }

    static RegularReplica whole(int seriesCount, int steps) {
        return new RegularReplica(seriesCount, steps, (s, t) -> false, (s, t) -> false);
    }

    int leavesRead() {
        return leavesRead;
    }

    private int firstStep(int window) {
        return window == 0 ? 0 : (int) ((grid.windowStart(window) + STEP - 1) / STEP);
    }

    private int endStep(int window) {
        return window == GridGeometry.WINDOWS - 1 ? steps : firstStep(window + 1);
    }

    private long bits(int number, int step) {
        double value = Math.round(1000 * Math.sin(number + step * 0.01)) / 10.0;
        return Double.doubleToRawLongBits(stale.test(number, step) ? value + 1 : value);
    }

    private Stamp stamp(int number, int step) {
        long millis = 1_000_000 + step * 10_000L - (stale.test(number, step) ? 3 : 0);
        return new Stamp(Stamp.hlcOf(millis, 0), 1 + step % 3, 1);
    }

    private CellDigest sum(int number, int window) {
        ItemHash.SeriesHash hash = HASH.series(series.get(number));
        long field = HASH.field("usage_idle", FieldType.FLOAT);
        long low = 0;
        long high = 0;
        long version = 0;
        long values = 0;
        for (int step = firstStep(window); step < endStep(window); step++) {
            if (!missing.test(number, step)) {
                long item =
                        ItemHash.item(ItemHash.row(hash, step * STEP), field, bits(number, step));
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

    int openSnapshots() {
        return snapshots;
    }

    @Override
    public ReplicaSnapshot snapshot() {
        snapshots++;
        return new ReplicaSnapshot() {
            @Override
            public DigestGrid digest() {
                return digest;
            }

            @Override
            public ShardRoot root() {
                return new ShardRoot(digest.total(), 0);
            }

            @Override
            public List<Delete> deletes() {
                return List.of();
            }

            @Override
            public Map<SeriesKey, CellDigest> seriesDigests(int window, int bucket) {
                Map<SeriesKey, CellDigest> sums = new HashMap<>();
                for (SeriesKey key : series) {
                    if (GridGeometry.bucket(HASH.series(key)) == bucket) {
                        CellDigest sum = sum(numbers.get(key), window);
                        if (sum.values() > 0) {
                            sums.put(key, sum);
                        }
                    }
                }
                return sums;
            }

            @Override
            public Rows versions(SeriesKey key, int window) {
                leavesRead++;
                int number = numbers.get(key);
                Rows.Builder rows = Rows.builder();
                for (int step = firstStep(window); step < endStep(window); step++) {
                    if (!missing.test(number, step)) {
                        rows.row(
                                        rows.series(key),
                                        step * STEP,
                                        rows.shape(SHAPE),
                                        rows.stamp(stamp(number, step)))
                                .value(bits(number, step));
                    }
                }
                return rows.build();
            }

            @Override
            public void close() {
                snapshots--;
            }
        };
    }
}

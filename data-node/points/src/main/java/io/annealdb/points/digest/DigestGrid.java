package io.annealdb.points.digest;

import static io.annealdb.points.digest.GridGeometry.BUCKETS;
import static io.annealdb.points.digest.GridGeometry.WINDOWS;

/**
 * The sums of the cells of one shard, or of one file: at most 64 x 64 x 32 bytes whatever the
 * number of values; a window without values takes no room. Mutable, for one thread.
 */
public final class DigestGrid {
    private static final int FIELDS = 4; // low, high, version, values

    private final long[][] windows = new long[WINDOWS][];

    public void add(int window, int bucket, long low, long high, long version, long values) {
        long[] cells = windows[window];
        if (cells == null) {
            cells = new long[BUCKETS * FIELDS];
            windows[window] = cells;
        }
        int at = bucket * FIELDS;
        cells[at] += low;
        cells[at + 1] += high;
        cells[at + 2] += version;
        cells[at + 3] += values;
    }

    public void add(int window, int bucket, CellDigest cell) {
        add(window, bucket, cell.low(), cell.high(), cell.version(), cell.values());
    }

    /** Adds all cells of another grid of the same shard. */
    public void add(DigestGrid other) {
        for (int window = 0; window < WINDOWS; window++) {
            if (other.windows[window] != null) {
                for (int bucket = 0; bucket < BUCKETS; bucket++) {
                    add(window, bucket, other.cell(window, bucket));
                }
            }
        }
    }

    /** Sets a cell to a sum that was computed anew. */
    public void set(int window, int bucket, CellDigest cell) {
        CellDigest old = cell(window, bucket);
        add(
                window,
                bucket,
                cell.low() - old.low(),
                cell.high() - old.high(),
                cell.version() - old.version(),
                cell.values() - old.values());
    }

    public CellDigest cell(int window, int bucket) {
        long[] cells = windows[window];
        if (cells == null) {
            return CellDigest.EMPTY;
        }
        int at = bucket * FIELDS;
        return new CellDigest(cells[at], cells[at + 1], cells[at + 2], cells[at + 3]);
    }

    /** The sum of a window over all buckets. */
    public CellDigest windowSum(int window) {
        CellDigest sum = CellDigest.EMPTY;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sum = sum.plus(cell(window, bucket));
        }
        return sum;
    }

    /** The sum of a bucket over all windows. */
    public CellDigest bucketSum(int bucket) {
        CellDigest sum = CellDigest.EMPTY;
        for (int window = 0; window < WINDOWS; window++) {
            sum = sum.plus(cell(window, bucket));
        }
        return sum;
    }

    public CellDigest total() {
        CellDigest sum = CellDigest.EMPTY;
        for (int window = 0; window < WINDOWS; window++) {
            sum = sum.plus(windowSum(window));
        }
        return sum;
    }
}

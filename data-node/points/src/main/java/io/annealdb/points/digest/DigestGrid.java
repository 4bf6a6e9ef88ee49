package io.annealdb.points.digest;

import static io.annealdb.points.digest.GridGeometry.BUCKETS;
import static io.annealdb.points.digest.GridGeometry.WINDOWS;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;

/**
 * The sums of the cells of one shard, or of one file: at most 64 x 64 x 32 bytes whatever the
 * number of values; a window without values takes no room. Mutable, for one thread.
 */
public final class DigestGrid {
    private static final int VERSION = 1;
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

    /** The sum of all cells but these. */
    public CellDigest totalWithout(CellSet leftOut) {
        CellDigest sum = CellDigest.EMPTY;
        for (int window = 0; window < WINDOWS; window++) {
            for (int bucket = 0; windows[window] != null && bucket < BUCKETS; bucket++) {
                if (!leftOut.contains(window, bucket)) {
                    sum = sum.plus(cell(window, bucket));
                }
            }
        }
        return sum;
    }

    /** The cells that hold anything. */
    public CellSet cells() {
        CellSet.Builder cells = CellSet.builder();
        for (int window = 0; window < WINDOWS; window++) {
            for (long left = occupied(window); left != 0; left &= left - 1) {
                cells.add(window, Long.numberOfTrailingZeros(left));
            }
        }
        return cells.build();
    }

    /**
     * The cells that are not zero, as a file's footer keeps them; docs/format/digests.md. Equal
     * grids give equal bytes.
     */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(256);
        out.writeByte(VERSION);
        long touched = 0;
        for (int window = 0; window < WINDOWS; window++) {
            touched |= occupied(window) == 0 ? 0 : 1L << window;
        }
        out.writeLong(touched);
        for (long left = touched; left != 0; left &= left - 1) {
            int window = Long.numberOfTrailingZeros(left);
            long[] cells = windows[window];
            long buckets = occupied(window);
            out.writeLong(buckets);
            for (; buckets != 0; buckets &= buckets - 1) {
                int at = Long.numberOfTrailingZeros(buckets) * FIELDS;
                out.writeLong(cells[at]);
                out.writeLong(cells[at + 1]);
                out.writeLong(cells[at + 2]);
                out.writeUnsigned(cells[at + 3]);
            }
        }
        return out.toBytes();
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one grid
     */
    public static DigestGrid decode(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        int version = in.readByte();
        if (version != VERSION) {
            throw new MalformedException("digest grid version " + version);
        }
        DigestGrid grid = new DigestGrid();
        for (long left = in.readLong(); left != 0; left &= left - 1) {
            int window = Long.numberOfTrailingZeros(left);
            for (long buckets = in.readLong(); buckets != 0; buckets &= buckets - 1) {
                int bucket = Long.numberOfTrailingZeros(buckets);
                long low = in.readLong();
                long high = in.readLong();
                long versions = in.readLong();
                grid.add(window, bucket, low, high, versions, in.readUnsigned());
            }
        }
        in.end();
        return grid;
    }

    /** Which cells of a window hold anything, a bit a bucket. */
    private long occupied(int window) {
        long[] cells = windows[window];
        long buckets = 0;
        for (int bucket = 0; cells != null && bucket < BUCKETS; bucket++) {
            int at = bucket * FIELDS;
            if ((cells[at] | cells[at + 1] | cells[at + 2] | cells[at + 3]) != 0) {
                buckets |= 1L << bucket;
            }
        }
        return buckets;
    }
}

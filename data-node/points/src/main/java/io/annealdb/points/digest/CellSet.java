package io.annealdb.points.digest;

import static io.annealdb.points.digest.GridGeometry.BUCKETS;
import static io.annealdb.points.digest.GridGeometry.WINDOWS;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import java.util.Arrays;

/** Some of the 64 x 64 cells of a shard's grid. Immutable. */
public final class CellSet {
    private static final int FORM_NONE = 0;
    private static final int FORM_ALL = 1;
    private static final int FORM_SOME = 2;
    private static final long WHOLE_WINDOW = -1L;

    public static final CellSet NONE = new CellSet(new long[WINDOWS]);
    public static final CellSet ALL = builder().addWindows(0, WINDOWS - 1).build();

    /** A number a window, a bit a bucket. */
    private final long[] windows;

    private CellSet(long[] windows) {
        this.windows = windows;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects cells; for one thread. */
    public static final class Builder {
        private final long[] windows = new long[WINDOWS];

        private Builder() {}

        public Builder add(int window, int bucket) {
            windows[window] |= 1L << bucket;
            return this;
        }

        /** Adds a bucket of the windows {@code [first, last]}. */
        public Builder addBucket(int bucket, int first, int last) {
            for (int window = first; window <= last; window++) {
                add(window, bucket);
            }
            return this;
        }

        /** Adds all buckets of the windows {@code [first, last]}. */
        public Builder addWindows(int first, int last) {
            Arrays.fill(windows, first, last + 1, WHOLE_WINDOW);
            return this;
        }

        public Builder add(CellSet cells) {
            for (int window = 0; window < WINDOWS; window++) {
                windows[window] |= cells.windows[window];
            }
            return this;
        }

        public CellSet build() {
            return new CellSet(windows.clone());
        }
    }

    public boolean contains(int window, int bucket) {
        return (windows[window] & 1L << bucket) != 0;
    }

    public boolean containsAll(CellSet other) {
        for (int window = 0; window < WINDOWS; window++) {
            if ((other.windows[window] & ~windows[window]) != 0) {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Number of cells. */
    public int size() {
        int size = 0;
        for (long buckets : windows) {
            size += Long.bitCount(buckets);
        }
        return size;
    }

    /** The cells of either. */
    public CellSet plus(CellSet other) {
        return builder().add(this).add(other).build();
    }

    /** These cells without those. */
    public CellSet minus(CellSet other) {
        long[] left = windows.clone();
        for (int window = 0; window < WINDOWS; window++) {
            left[window] &= ~other.windows[window];
        }
        return new CellSet(left);
    }

    /** A number that differs for different sets, but for a chance of 2^-64. */
    long hash(long seed) {
        long hash = seed;
        for (long buckets : windows) {
            hash = ItemHash.mix(hash + ItemHash.mix(buckets));
        }
        return hash;
    }

    /**
     * One byte for no cell and for all; at most 529 bytes. Equal sets give equal bytes;
     * docs/format/digests.md.
     */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(32);
        write(out);
        return out.toBytes();
    }

    public void write(ByteWriter out) {
        int size = size();
        if (size == 0 || size == WINDOWS * BUCKETS) {
            out.writeByte(size == 0 ? FORM_NONE : FORM_ALL);
            return;
        }
        long whole = 0;
        long partly = 0;
        for (int window = 0; window < WINDOWS; window++) {
            if (windows[window] == WHOLE_WINDOW) {
                whole |= 1L << window;
            } else if (windows[window] != 0) {
                partly |= 1L << window;
            }
        }
        out.writeByte(FORM_SOME);
        out.writeLong(whole);
        out.writeLong(partly);
        for (; partly != 0; partly &= partly - 1) {
            out.writeLong(windows[Long.numberOfTrailingZeros(partly)]);
        }
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one set
     */
    public static CellSet decode(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        CellSet cells = read(in);
        in.end();
        return cells;
    }

    public static CellSet read(ByteReader in) {
        int form = in.readByte();
        switch (form) {
            case FORM_NONE:
                return NONE;
            case FORM_ALL:
                return ALL;
            case FORM_SOME:
                return readSome(in);
            default:
                throw new MalformedException("set of cells of form " + form);
        }
    }

    private static CellSet readSome(ByteReader in) {
        long[] windows = new long[WINDOWS];
        long whole = in.readLong();
        long partly = in.readLong();
        if ((whole & partly) != 0) {
            throw new MalformedException("a window that is whole and is not");
        }
        for (int window = 0; window < WINDOWS; window++) {
            if ((whole & 1L << window) != 0) {
                windows[window] = WHOLE_WINDOW;
            } else if ((partly & 1L << window) != 0) {
                windows[window] = in.readLong();
            }
        }
        return new CellSet(windows);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CellSet cells && Arrays.equals(cells.windows, windows);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(windows);
    }

    @Override
    public String toString() {
        int size = size();
        return size == WINDOWS * BUCKETS ? "all cells" : size + " cells";
    }
}

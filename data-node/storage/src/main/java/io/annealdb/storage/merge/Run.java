package io.annealdb.storage.merge;

import java.util.Arrays;

/**
 * Rows of one series and one shape in order of time, then stamp: a block of a file, or what a cache
 * holds. It knows its first and last time before it is loaded. Times stand as <em>keys</em>: as
 * they are for an ascending merge, complemented for a descending one, so that keys always ascend.
 */
public abstract class Run {
    private final long minTime;
    private final long maxTime;

    protected int size;
    protected long[] keys;

    /** Values by lane; null where the shape has no such column. */
    protected long[][] bits;

    /** Strings by lane, as the bits number them; null for other lanes. */
    protected byte[][][] texts;

    protected int[] stamps;
    protected StampTable stampTable;

    /** Whether no two rows share a time. */
    protected boolean unique = true;

    int at;

    protected Run(long minTime, long maxTime) {
        this.minTime = minTime;
        this.maxTime = maxTime;
    }

    public final long minTime() {
        return minTime;
    }

    public final long maxTime() {
        return maxTime;
    }

    final long firstKey(boolean ascending) {
        return ascending ? minTime : ~maxTime;
    }

    /** Fills size, keys, bits and texts, in ascending order of time; keys are times. */
    protected abstract void load();

    /** Fills stamps and their table, in ascending order of time. */
    protected abstract void loadStamps();

    /** Loads what the merge needs and cuts it to {@code [from, to]}. */
    final void open(boolean ascending, boolean withStamps, long from, long to) {
        load();
        if (withStamps) {
            loadStamps();
        }
        if (!ascending) {
            turn();
        }
        long firstKey = ascending ? from : ~to;
        long lastKey = ascending ? to : ~from;
        at = keys[0] >= firstKey ? 0 : lowerBound(0, firstKey);
        if (keys[size - 1] > lastKey) {
            size = lowerBound(at, lastKey + 1);
        }
    }

    private void turn() {
        for (int i = 0; i < size; i++) {
            keys[i] = ~keys[i];
        }
        reverse(keys, size);
        for (long[] lane : bits) {
            if (lane != null) {
                reverse(lane, size);
            }
        }
        if (stamps != null) {
            for (int i = 0, j = size - 1; i < j; i++, j--) {
                int kept = stamps[i];
                stamps[i] = stamps[j];
                stamps[j] = kept;
            }
        }
    }

    private static void reverse(long[] values, int size) {
        for (int i = 0, j = size - 1; i < j; i++, j--) {
            long kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /** First row from {@code from} on whose key is not below the given one. */
    final int lowerBound(int from, long key) {
        int found = Arrays.binarySearch(keys, from, size, key);
        if (found < 0) {
            return -found - 1;
        }
        while (found > from && keys[found - 1] == key) {
            found--;
        }
        return found;
    }
}

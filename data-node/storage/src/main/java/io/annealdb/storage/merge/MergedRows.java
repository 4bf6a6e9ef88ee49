package io.annealdb.storage.merge;

import io.annealdb.points.FieldType;
import io.annealdb.points.Shape;
import java.util.Arrays;

/**
 * A piece of a merge: rows in order, strictly by time, and for each lane the value that won there,
 * with its stamp. Filled and cleared again and again; for one thread.
 */
public final class MergedRows {
    /** Most rows of a piece. */
    public static final int ROWS_MAX = 4096;

    /** A piece ends behind the row with which its strings reach so many bytes. */
    static final long TEXT_BYTES_MAX = 1 << 20;

    private static final int ABSENT = -1;

    Shape.Column[] lanes = new Shape.Column[0];
    int size;
    long[] times = new long[64];
    long[][] bits = new long[0][];
    int[][] stampOf = new int[0][];
    int[] present = new int[0];
    final StampTable stamps = new StampTable(64);
    private byte[][] texts = new byte[16][];
    private int textCount;
    long textBytes;

    void start(Shape.Column[] newLanes) {
        if (bits.length < newLanes.length) {
            int had = bits.length;
            bits = Arrays.copyOf(bits, newLanes.length);
            stampOf = Arrays.copyOf(stampOf, newLanes.length);
            present = new int[newLanes.length];
            for (int lane = had; lane < newLanes.length; lane++) {
                bits[lane] = new long[times.length];
                stampOf[lane] = new int[times.length];
            }
        }
        lanes = newLanes;
        clear();
    }

    void clear() {
        size = 0;
        textCount = 0;
        textBytes = 0;
        stamps.clear();
        Arrays.fill(present, 0);
    }

    /** Makes room for more rows. */
    void reserve(int more) {
        int needed = size + more;
        if (needed > times.length) {
            int capacity = Math.min(ROWS_MAX, Math.max(needed, 2 * times.length));
            times = Arrays.copyOf(times, capacity);
            for (int lane = 0; lane < bits.length; lane++) {
                bits[lane] = Arrays.copyOf(bits[lane], capacity);
                stampOf[lane] = Arrays.copyOf(stampOf[lane], capacity);
            }
        }
    }

    int addText(byte[] text) {
        if (textCount == texts.length) {
            texts = Arrays.copyOf(texts, 2 * textCount);
        }
        texts[textCount] = text;
        textBytes += text.length;
        return textCount++;
    }

    public Shape.Column[] lanes() {
        return lanes;
    }

    public int size() {
        return size;
    }

    public long time(int row) {
        return times[row];
    }

    public long[] times() {
        return times;
    }

    /** Values of a lane; valid where {@link #has}. */
    public long[] bits(int lane) {
        return bits[lane];
    }

    public boolean has(int lane, int row) {
        return stampOf[lane][row] != ABSENT;
    }

    /** Takes a value out, as if it had never been there. */
    public void drop(int lane, int row) {
        if (has(lane, row)) {
            stampOf[lane][row] = ABSENT;
            present[lane]--;
        }
    }

    /** How many rows have a value in that lane. */
    public int present(int lane) {
        return present[lane];
    }

    /** Numbers into {@link #stamps()}; negative where there is no value. */
    public int[] stampOf(int lane) {
        return stampOf[lane];
    }

    public StampTable stamps() {
        return stamps;
    }

    public byte[] text(long textBits) {
        return texts[(int) textBits];
    }

    public boolean isText(int lane) {
        return lanes[lane].type() == FieldType.STRING;
    }
}

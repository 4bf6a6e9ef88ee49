package io.annealdb.storage.merge;

import io.annealdb.points.Stamp;
import java.util.Arrays;

/**
 * Stamps by a number, 16 bytes each. Grows at its end by one thread; whoever learnt a number from
 * that thread, across a lock or a release, may read it.
 */
public final class StampTable {
    private volatile long[] words; // hlc, then node and incarnation
    private int size;

    public StampTable(int expected) {
        words = new long[2 * Math.max(4, expected)];
    }

    /** Enters a stamp; a repeat of the last one gets its number again. */
    public int add(Stamp stamp) {
        return add(stamp.hlc(), rest(stamp));
    }

    /** Enters a stamp as its two words. */
    public int add(long hlc, long rest) {
        long[] now = words;
        int at = 2 * size;
        if (size > 0 && now[at - 2] == hlc && now[at - 1] == rest) {
            return size - 1;
        }
        return append(hlc, rest);
    }

    /** Enters a stamp under a number of its own. */
    public int append(long hlc, long rest) {
        long[] now = words;
        int at = 2 * size;
        if (at == now.length) {
            now = Arrays.copyOf(now, 2 * at);
        }
        now[at] = hlc;
        now[at + 1] = rest;
        words = now;
        return size++;
    }

    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    public long hlc(int index) {
        return words[2 * index];
    }

    /** Node and incarnation as one word; compares unsigned like the two one after the other. */
    public long rest(int index) {
        return words[2 * index + 1];
    }

    public Stamp get(int index) {
        return stamp(hlc(index), rest(index));
    }

    public int compare(int index, StampTable other, int otherIndex) {
        return compare(hlc(index), rest(index), other.hlc(otherIndex), other.rest(otherIndex));
    }

    public static int compare(long hlcA, long restA, long hlcB, long restB) {
        int byClock = Long.compareUnsigned(hlcA, hlcB);
        return byClock != 0 ? byClock : Long.compareUnsigned(restA, restB);
    }

    public static long rest(Stamp stamp) {
        return (long) stamp.node() << 32 | stamp.incarnation() & 0xFFFFFFFFL;
    }

    public static Stamp stamp(long hlc, long rest) {
        return new Stamp(hlc, (int) (rest >>> 32), (int) rest);
    }

    public long bytes() {
        return 8L * words.length;
    }
}

package io.annealdb.query.exec;

import java.util.Arrays;

/** Numbers the time buckets of a group in the order in which they are met. */
final class Buckets {
    private long[] starts = new long[8];
    private int size;
    private int[] table = filled(16); // slot at each hash place, -1 if free
    private int last = -1;

    /** The slot of the bucket that starts at a time, a new one if it is new. */
    int slot(long start) {
        if (last >= 0 && starts[last] == start) {
            return last;
        }
        int place = place(start);
        if (table[place] < 0) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
            }
            starts[size] = start;
            table[place] = size++;
            if (size * 2 > table.length) {
                rehash();
            }
            last = size - 1;
        } else {
            last = table[place];
        }
        return last;
    }

    private int place(long start) {
        long mixed = start * 0x9E3779B97F4A7C15L;
        int mask = table.length - 1;
        int place = (int) (mixed >>> 32) & mask;
        while (table[place] >= 0 && starts[table[place]] != start) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void rehash() {
        table = filled(table.length * 2);
        for (int slot = 0; slot < size; slot++) {
            table[place(starts[slot])] = slot;
        }
    }

    private static int[] filled(int length) {
        int[] out = new int[length];
        Arrays.fill(out, -1);
        return out;
    }

    int size() {
        return size;
    }

    long start(int slot) {
        return starts[slot];
    }

    /** Slots in order of their starts. */
    int[] inOrder(boolean ascending) {
        Integer[] slots = new Integer[size];
        Arrays.setAll(slots, slot -> slot);
        Arrays.sort(slots, (a, b) -> Long.compare(starts[a], starts[b]) * (ascending ? 1 : -1));
        return Arrays.stream(slots).mapToInt(Integer::intValue).toArray();
    }
}

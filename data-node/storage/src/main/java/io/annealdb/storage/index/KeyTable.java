package io.annealdb.storage.index;

import java.util.Arrays;

/**
 * Keys of series and their numbers in few arrays: an open table over one stretch of bytes. It holds
 * at most so many bytes; when it is full it forgets all and begins anew with what is asked for. For
 * one thread at a time.
 */
final class KeyTable {
    private static final int ENTRY_BYTES = 20;
    private static final int FIRST_ENTRIES = 64;

    private final long bytesMax;
    private byte[] bytes = new byte[1024];
    private int used;
    private int count;
    private int[] offset = new int[FIRST_ENTRIES];
    private int[] length = new int[FIRST_ENTRIES];
    private int[] ids = new int[FIRST_ENTRIES];
    private int[] slots = new int[4 * FIRST_ENTRIES]; // entry + 1; 0 is free

    KeyTable(long bytesMax) {
        this.bytesMax = Math.min(bytesMax, Integer.MAX_VALUE - 1024);
    }

    /** The number of a key, -1 if the table does not hold it. */
    int get(byte[] key) {
        int entry = slots[slot(key)] - 1;
        return entry < 0 ? -1 : ids[entry];
    }

    /** Holds a key from now on, until the table is full. */
    void put(byte[] key, int id) {
        long needed = used + (long) key.length + (long) ENTRY_BYTES * (count + 1);
        if (needed > bytesMax) {
            clear();
            if (key.length + ENTRY_BYTES > bytesMax) {
                return;
            }
        }
        if (count == ids.length) {
            growEntries();
        }
        if (used + key.length > bytes.length) {
            long larger = Math.max(used + key.length, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(larger, bytesMax));
        }
        System.arraycopy(key, 0, bytes, used, key.length);
        offset[count] = used;
        length[count] = key.length;
        ids[count] = id;
        used += key.length;
        slots[slot(key)] = ++count;
    }

    private void clear() {
        used = 0;
        count = 0;
        Arrays.fill(slots, 0);
    }

    private void growEntries() {
        int larger = 2 * count;
        offset = Arrays.copyOf(offset, larger);
        length = Arrays.copyOf(length, larger);
        ids = Arrays.copyOf(ids, larger);
        slots = new int[4 * larger];
        for (int entry = 0; entry < count; entry++) {
            int from = offset[entry];
            int slot = hash(bytes, from, from + length[entry]) & slots.length - 1;
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = entry + 1;
        }
    }

    private int slot(byte[] key) {
        int slot = hash(key, 0, key.length) & slots.length - 1;
        while (slots[slot] != 0 && !holds(slots[slot] - 1, key)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean holds(int entry, byte[] key) {
        int from = offset[entry];
        return Arrays.equals(bytes, from, from + length[entry], key, 0, key.length);
    }

    private static int hash(byte[] key, int from, int to) {
        long hash = to - from;
        for (int i = from; i < to; i++) {
            hash = (hash ^ key[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }
}

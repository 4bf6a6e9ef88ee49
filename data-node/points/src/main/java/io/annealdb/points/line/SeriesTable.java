package io.annealdb.points.line;

import io.annealdb.points.SeriesKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The series that a body's lines have shown so far, found by the bytes of their keys as they stand
 * there. Each entry remembers which one followed it last: bodies tell their series in turn, so the
 * guess is right for most lines and saves looking for the end of the key.
 */
final class SeriesTable {
    private final byte[] body;
    private final long seed;
    private int[] slots = new int[256]; // entry + 1; 0 is free
    private int entries;
    private int[] from = new int[64];
    private int[] to = new int[64];
    private int[] hashes = new int[64];
    private int[] seriesOf = new int[64];
    private int[] followedBy = new int[64];
    private FieldSet[] fieldSets = new FieldSet[64];

    private SeriesKey[] series = new SeriesKey[64];
    private int seriesCount;

    /** Set up once a key is written in two ways, so that both become one series. */
    private Map<SeriesKey, Integer> variants;

    SeriesTable(byte[] body, long seed) {
        this.body = body;
        this.seed = seed;
    }

    /** The entry guessed to follow another, or -1. */
    int follower(int entry) {
        return entry < 0 ? -1 : followedBy[entry];
    }

    void follows(int entry, int next) {
        if (entry >= 0) {
            followedBy[entry] = next;
        }
    }

    /** Where the key of an entry would end if it stood there; -1 if it does not. */
    int end(int entry, int at, int length) {
        int end = at + to[entry] - from[entry];
        return end < length
                        && body[end] == ' '
                        && Arrays.equals(body, at, end, body, from[entry], to[entry])
                ? end
                : -1;
    }

    int find(int keyFrom, int keyTo) {
        int hash = hash(keyFrom, keyTo);
        int slot = hash & slots.length - 1;
        for (; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash
                    && Arrays.equals(body, keyFrom, keyTo, body, from[entry], to[entry])) {
                return entry;
            }
        }
        return -1;
    }

    /** Enters a key that {@link #find} does not know. */
    int add(int keyFrom, int keyTo, SeriesKey key, boolean canonical) {
        if (entries == from.length) {
            grow();
        }
        int entry = entries++;
        from[entry] = keyFrom;
        to[entry] = keyTo;
        hashes[entry] = hash(keyFrom, keyTo);
        followedBy[entry] = -1;
        seriesOf[entry] = seriesIndex(key, canonical);
        if (entries > slots.length / 2) {
            rehash();
        } else {
            place(entry);
        }
        return entry;
    }

    int series(int entry) {
        return seriesOf[entry];
    }

    /** The fields that the entry's last line had; null if there is none. */
    FieldSet fieldSet(int entry) {
        return entry < 0 ? null : fieldSets[entry];
    }

    void fieldSet(int entry, FieldSet set) {
        fieldSets[entry] = set;
    }

    SeriesKey[] series() {
        return Arrays.copyOf(series, seriesCount);
    }

    private int seriesIndex(SeriesKey key, boolean canonical) {
        if (!canonical && variants == null) {
            variants = new HashMap<>();
            for (int i = 0; i < seriesCount; i++) {
                variants.put(series[i], i);
            }
        }
        if (variants != null) {
            Integer known = variants.putIfAbsent(key, seriesCount);
            if (known != null) {
                return known;
            }
        }
        if (seriesCount == series.length) {
            series = Arrays.copyOf(series, seriesCount * 2);
        }
        series[seriesCount] = key;
        return seriesCount++;
    }

    private int hash(int keyFrom, int keyTo) {
        long hash = RawHash.of(body, keyFrom, keyTo, seed);
        return (int) (hash ^ hash >>> 32);
    }

    private void place(int entry) {
        int slot = hashes[entry] & slots.length - 1;
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = entry + 1;
    }

    private void rehash() {
        slots = new int[slots.length * 4];
        for (int entry = 0; entry < entries; entry++) {
            place(entry);
        }
    }

    private void grow() {
        int larger = entries * 2;
        from = Arrays.copyOf(from, larger);
        to = Arrays.copyOf(to, larger);
        hashes = Arrays.copyOf(hashes, larger);
        seriesOf = Arrays.copyOf(seriesOf, larger);
        followedBy = Arrays.copyOf(followedBy, larger);
        fieldSets = Arrays.copyOf(fieldSets, larger);
    }
}

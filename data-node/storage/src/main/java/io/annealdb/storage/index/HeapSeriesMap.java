package io.annealdb.storage.index;

import io.annealdb.points.SeriesKey;
import java.util.HashMap;
import java.util.Map;

/** A series map on the heap: for simulators, and while the one off the heap is not open yet. */
public final class HeapSeriesMap implements SeriesMap {
    private final Map<SeriesKey, Integer> ids = new HashMap<>();

    @Override
    public int get(byte[] key) {
        return ids.getOrDefault(SeriesKey.ofCanonical(key, 0, key.length), -1);
    }

    @Override
    public void put(byte[] key, int id) {
        ids.put(SeriesKey.ofCanonical(key, 0, key.length), id);
    }

    @Override
    public long size() {
        return ids.size();
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void close() {
        ids.clear();
    }
}

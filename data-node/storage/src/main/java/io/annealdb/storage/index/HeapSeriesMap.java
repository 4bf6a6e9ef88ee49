package io.annealdb.storage.index;

import io.annealdb.points.SeriesKey;
import java.util.HashMap;
import java.util.Map;

/** A series map on the heap: for simulators, and while the one off the heap is not open yet. */
public final class HeapSeriesMap implements SeriesMap {
    private final Map<SeriesKey, Integer> ids = new HashMap<>();

    @Override
    public int get(SeriesKey key) {
        return ids.getOrDefault(key, -1);
    }

    @Override
    public boolean put(SeriesKey key, int id) {
        ids.put(key, id);
        return true;
    }

    @Override
    public long size() {
        return ids.size();
    }

    @Override
    public void close() {
        ids.clear();
    }
}

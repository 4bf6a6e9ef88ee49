package io.annealdb.repair.compare;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what was used last, up to a weight in all; the newest entry always stays. */
final class BoundedCache<K, V> {
    private record Entry<V>(V value, long weight) {}

    private final long weightMax;
    private final LinkedHashMap<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    BoundedCache(long weightMax) {
        this.weightMax = weightMax;
    }

    /** The value, or null. */
    V get(K key) {
        Entry<V> entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    void put(K key, V value, long itsWeight) {
        Entry<V> old = entries.put(key, new Entry<>(value, itsWeight));
        weight += itsWeight - (old == null ? 0 : old.weight);
        Iterator<Map.Entry<K, Entry<V>>> eldest = entries.entrySet().iterator();
        while (weight > weightMax && entries.size() > 1) {
            weight -= eldest.next().getValue().weight;
            eldest.remove();
        }
    }

    void clear() {
        entries.clear();
        weight = 0;
    }
}

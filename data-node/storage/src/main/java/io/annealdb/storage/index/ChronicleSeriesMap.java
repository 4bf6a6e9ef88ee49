package io.annealdb.storage.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * Numbers of series in a Chronicle Map: off the heap, in a file that is thrown away whenever there
 * is a doubt. Its size is fixed when it is made, so it says when it is full.
 */
final class ChronicleSeriesMap implements SeriesMap {
    private static final int AVERAGE_KEY_BYTES = 96;

    /** It asks for a flag that Java 17 does not know; held, so that the level stays. */
    private static final Logger FLAG_ADVICE =
            Logger.getLogger(
                    "net.openhft.chronicle.core.internal.cleaner"
                            + ".ReflectionBasedByteBufferCleanerService");

    private final ChronicleMap<byte[], Integer> map;
    private final long entriesMax;

    private ChronicleSeriesMap(ChronicleMap<byte[], Integer> map, long entriesMax) {
        this.map = map;
        this.entriesMax = entriesMax;
    }

    /** Opens the map of a file, made for so many entries if it is not there. */
    static ChronicleSeriesMap open(Path path, long entries) throws IOException {
        FLAG_ADVICE.setLevel(Level.OFF);
        ChronicleMap<byte[], Integer> map =
                ChronicleMap.of(byte[].class, Integer.class)
                        .name("series")
                        .averageKeySize(AVERAGE_KEY_BYTES)
                        .entries(entries)
                        .maxBloatFactor(4)
                        .createPersistedTo(path.toFile());
        return new ChronicleSeriesMap(map, entries);
    }

    @Override
    public int get(byte[] key) {
        Integer id = map.get(key);
        return id == null ? -1 : id;
    }

    @Override
    public void put(byte[] key, int id) {
        map.put(key, id);
    }

    @Override
    public long size() {
        return map.longSize();
    }

    @Override
    public boolean isFull() {
        return map.longSize() >= entriesMax;
    }

    @Override
    public void close() {
        map.close();
    }
}

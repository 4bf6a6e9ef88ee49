package io.annealdb.storage.index;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.annealdb.points.SeriesKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * Numbers of series in a Chronicle Map: off the heap, in a file that is thrown away whenever there
 * is a doubt. It maps a 128-bit hash of the key, not the key: entries of one size fill a map of
 * fixed size evenly, where keys of many lengths overflow it long before it is full. Puts are made
 * by one thread at a time.
 */
final class ChronicleSeriesMap implements SeriesMap {
    /** How far a segment may grow above its even share: hashes fall unevenly. */
    private static final double BLOAT_MAX = 10;

    private static final int HASH_BYTES = 16;

    /** It asks for a flag that Java 17 does not know; held, so that the level stays. */
    private static final Logger FLAG_ADVICE =
            Logger.getLogger(
                    "net.openhft.chronicle.core.internal.cleaner"
                            + ".ReflectionBasedByteBufferCleanerService");

    private final ChronicleMap<byte[], Integer> map;
    private final long entriesMax;

    /** Counted here: the map would walk all of itself. */
    private long size;

    private ChronicleSeriesMap(ChronicleMap<byte[], Integer> map, long entriesMax) {
        this.map = map;
        this.entriesMax = entriesMax;
        this.size = map.longSize();
    }

    /** Opens the map of a file, made for so many entries if it is not there. */
    static ChronicleSeriesMap open(Path path, long entries) throws IOException {
        boolean made = !Files.exists(path);
        FLAG_ADVICE.setLevel(Level.OFF);
        ChronicleMap<byte[], Integer> map =
                ChronicleMap.of(byte[].class, Integer.class)
                        .name("series")
                        .constantKeySizeBySample(new byte[HASH_BYTES])
                        .entries(entries)
                        .maxBloatFactor(BLOAT_MAX)
                        // The node closes it, also when the JVM is told to stop.
                        .skipCloseOnExitHook(true)
                        .createPersistedTo(path.toFile());
        if (made) {
            try {
                takeRoom(path);
            } catch (IOException e) {
                map.close();
                Files.deleteIfExists(path);
                throw e;
            }
        }
        return new ChronicleSeriesMap(map, entries);
    }

    /**
     * Makes the file take the room on disk that it will need: it is born with holes, and a hole
     * that the disk cannot fill later is a fault in the middle of a memory access.
     */
    private static void takeRoom(Path path) throws IOException {
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(1 << 18);
            for (long at = 0; at < file.size(); at += chunk.limit()) {
                chunk.clear();
                file.read(chunk, at);
                chunk.flip();
                file.write(chunk, at);
            }
        }
    }

    private static byte[] hash(SeriesKey key) {
        HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(key.bytes());
        return ByteBuffer.allocate(HASH_BYTES)
                .putLong(hash.getMostSignificantBits())
                .putLong(hash.getLeastSignificantBits())
                .array();
    }

    @Override
    public int get(SeriesKey key) {
        Integer id = map.get(hash(key));
        return id == null ? -1 : id;
    }

    @Override
    public boolean put(SeriesKey key, int id) {
        if (size >= entriesMax || map.putIfAbsent(hash(key), id) != null) {
            return false;
        }
        size++;
        return true;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() {
        map.close();
    }
}

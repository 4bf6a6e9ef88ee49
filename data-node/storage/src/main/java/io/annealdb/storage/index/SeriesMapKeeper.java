package io.annealdb.storage.index;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.StorageMetrics;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a map off the heap behind the table of an index, beside the start-up, and closes it with a
 * mark of how many keys it holds. A map without that mark, or with another count, is thrown away
 * and filled anew from the series log: an unclean stop may leave it in any state.
 *
 * <pre>
 *   start ─▶ mark there and right ─▶ mark removed    ─▶ map opened ───────────┐
 *        └─▶ else a new map, filled from the log        ──────────────┴─▶ behind the table
 *   stop  ─▶ map closed ─▶ mark written
 * </pre>
 */
public final class SeriesMapKeeper implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesMapKeeper.class);
    private static final String SUFFIX = ".map";
    private static final String MARK_NAME = "series-map.clean";
    private static final LogFormat MARK = new LogFormat("ANSM", 1);
    private static final int FIRST_ENTRIES = 4_096;
    private static final int CHUNK_BYTES = 1 << 18;

    private final Directory directory;
    private final String folder;
    private final SeriesIndex index;
    private final Scheduler scheduler;
    private final StorageMetrics metrics;
    private boolean closed;

    public SeriesMapKeeper(
            Directory directory,
            String folder,
            SeriesIndex index,
            Scheduler scheduler,
            StorageMetrics metrics) {
        this.scheduler = scheduler;
        this.directory = directory;
        this.folder = folder;
        this.index = index;
        this.metrics = metrics;
    }

    /** Opens or fills the map; if that fails the index stays on the heap, and says so. */
    public synchronized void openBehindTable() {
        if (closed || directory.realPath(folder).isEmpty()) {
            return;
        }
        try {
            int held = index.size();
            long newest = newest();
            ChronicleSeriesMap map = marked(newest) == held ? reopened(newest, held) : null;
            directory.remove(folder + "/" + MARK_NAME);
            directory.forceFolder(folder);
            if (map == null) {
                metrics.seriesMapRebuilds.inc();
                newest++;
                map = filled(newest, held);
            }
            index.putBehind(map, held, () -> scheduler.execute(this::openBehindTable));
            removeBelow(newest);
        } catch (IOException | RuntimeException e) {
            metrics.failures.inc();
            LOG.warn("The map of series in {} stays on the heap: it cannot be opened", folder, e);
        }
    }

    /**
     * Each map has a file name of its own: the library shares what it holds of a name between all
     * maps that it has open under it.
     */
    private static String name(long number) {
        return String.format("series-%06d", number) + SUFFIX;
    }

    /** The highest number of a map's file, 0 if there is none. */
    private long newest() throws IOException {
        long newest = 0;
        for (String name : directory.list(folder)) {
            newest = Math.max(newest, number(name));
        }
        return newest;
    }

    private static long number(String name) {
        if (!name.startsWith("series-") || !name.endsWith(SUFFIX)) {
            return 0;
        }
        try {
            return Long.parseLong(name.substring(7, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void removeBelow(long number) throws IOException {
        for (String name : directory.list(folder)) {
            if (number(name) > 0 && number(name) < number) {
                directory.remove(folder + "/" + name);
            }
        }
    }

    /** How many keys the map holds, if a clean stop marked it and it is unchanged; else -1. */
    private int marked(long number) throws IOException {
        String path = folder + "/" + MARK_NAME;
        if (!directory.exists(path) || number == 0) {
            return -1;
        }
        try {
            byte[] payload = ChecksummedFile.read(directory, path, MARK);
            ByteReader in = new ByteReader(payload, 0, payload.length);
            int held = in.readInt();
            boolean same = in.readLong() == number && in.readInt() == checksum(number);
            return same ? held : -1;
        } catch (DamagedException | TooNewException | MalformedException e) {
            return -1;
        }
    }

    /** Over the whole file: opening a map that is not as it was may hang, or answer wrongly. */
    private int checksum(long number) throws IOException {
        CRC32C crc = new CRC32C();
        try (Directory.ReadFile file = directory.open(folder + "/" + name(number))) {
            long size = file.size();
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            for (long at = 0; at < size; at += CHUNK_BYTES) {
                chunk.clear().limit((int) Math.min(CHUNK_BYTES, size - at));
                file.read(at, chunk);
                crc.update(chunk.flip());
            }
        }
        return (int) crc.getValue();
    }

    private ChronicleSeriesMap reopened(long number, int held) {
        try {
            ChronicleSeriesMap map = open(number, held);
            if (map.size() == held) {
                return map;
            }
            map.close();
        } catch (IOException | RuntimeException e) {
            LOG.info("A map of series in {} cannot be opened and is filled anew", folder, e);
        }
        return null;
    }

    private ChronicleSeriesMap filled(long number, int held) throws IOException {
        ChronicleSeriesMap map = open(number, held);
        for (int id = 0; id < held; id++) {
            if (!map.put(index.key(id), id)) {
                map.close();
                throw new IOException("a map for twice " + held + " keys took only " + id);
            }
        }
        return map;
    }

    private ChronicleSeriesMap open(long number, int held) throws IOException {
        Path path = directory.realPath(folder + "/" + name(number)).orElseThrow();
        return ChronicleSeriesMap.open(path, entriesFor(held));
    }

    /** Room for twice as many as there are, a power of two. */
    private static long entriesFor(int held) {
        return Math.max(FIRST_ENTRIES, Long.highestOneBit(Math.max(1, held)) * 4);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        SeriesMap map = index.takeMap();
        if (map == null) {
            return;
        }
        long held = map.size();
        map.close();
        long number = newest();
        ByteWriter out = new ByteWriter(16);
        out.writeInt((int) held);
        out.writeLong(number);
        out.writeInt(checksum(number));
        ChecksummedFile.replace(directory, folder, MARK_NAME, MARK, out.toBytes());
    }
}

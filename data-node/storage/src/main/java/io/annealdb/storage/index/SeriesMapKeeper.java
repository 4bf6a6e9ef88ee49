package io.annealdb.storage.index;

import io.annealdb.points.SeriesKey;
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
import java.util.Optional;
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
 *        └─▶ else a new map, filled from the log, renamed       ──────────────┴─▶ behind the table
 *   stop  ─▶ map closed ─▶ mark written
 * </pre>
 */
public final class SeriesMapKeeper implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesMapKeeper.class);
    public static final String MAP_NAME = "series.map";
    public static final String MARK_NAME = "series.map.clean";
    private static final String BESIDE = ".new";
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
        Optional<Path> path = directory.realPath(folder + "/" + MAP_NAME);
        if (closed || path.isEmpty()) {
            return;
        }
        try {
            int held = index.size();
            ChronicleSeriesMap map = marked() == held ? reopened(path.get(), held) : null;
            directory.remove(folder + "/" + MARK_NAME);
            directory.forceFolder(folder);
            if (map == null) {
                map = filled(held);
            }
            index.putBehind(map, held, () -> scheduler.execute(this::openBehindTable));
            settle();
        } catch (IOException | RuntimeException e) {
            metrics.failures.inc();
            LOG.warn("The map of series in {} stays on the heap: it cannot be opened", folder, e);
        }
    }

    /** Gives a map that was filled beside the old one its name, now that the old one is closed. */
    private void settle() throws IOException {
        String beside = folder + "/" + MAP_NAME + BESIDE;
        if (directory.exists(beside)) {
            directory.rename(beside, folder + "/" + MAP_NAME);
            directory.forceFolder(folder);
        }
    }

    /** How many keys the map holds, if a clean stop marked it and it is unchanged; else -1. */
    private int marked() throws IOException {
        String path = folder + "/" + MARK_NAME;
        if (!directory.exists(path) || !directory.exists(folder + "/" + MAP_NAME)) {
            return -1;
        }
        try {
            byte[] payload = ChecksummedFile.read(directory, path, MARK);
            ByteReader in = new ByteReader(payload, 0, payload.length);
            int held = in.readInt();
            return in.readInt() == checksum() ? held : -1;
        } catch (DamagedException | TooNewException | MalformedException e) {
            return -1;
        }
    }

    /** Over the whole file: opening a map that is not as it was may hang, or answer wrongly. */
    private int checksum() throws IOException {
        CRC32C crc = new CRC32C();
        try (Directory.ReadFile file = directory.open(folder + "/" + MAP_NAME)) {
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

    private ChronicleSeriesMap reopened(Path path, int held) {
        try {
            ChronicleSeriesMap map = ChronicleSeriesMap.open(path, entriesFor(held));
            if (map.size() == held) {
                return map;
            }
            map.close();
        } catch (IOException | RuntimeException e) {
            LOG.info("The map of series {} cannot be opened and is filled anew", path, e);
        }
        return null;
    }

    private ChronicleSeriesMap filled(int held) throws IOException {
        metrics.seriesMapRebuilds.inc();
        String beside = folder + "/" + MAP_NAME + BESIDE;
        directory.remove(beside);
        Path path = directory.realPath(beside).orElseThrow();
        ChronicleSeriesMap map = ChronicleSeriesMap.open(path, entriesFor(held));
        for (int id = 0; id < held; id++) {
            SeriesKey key = index.key(id);
            map.put(key.bytes(), id);
        }
        return map;
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
        ByteWriter out = new ByteWriter(8);
        out.writeInt((int) held);
        out.writeInt(checksum());
        ChecksummedFile.replace(directory, folder, MARK_NAME, MARK, out.toBytes());
    }
}

package io.annealdb.storage.index;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.storage.StorageMetrics;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.LogFormat;
import io.annealdb.storage.log.RecordFile;
import io.annealdb.storage.log.RecordScan;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The series of one database, numbered from 0 in order of appearance. All methods may be called
 * from any thread. The log need not be forced before a write is acknowledged: what names a series
 * durably names it by key.
 */
public final class SeriesIndex implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesIndex.class);
    private static final String LOG_NAME = "series.log";
    private static final int SERIES_RECORD = 1;
    private static final int RECENT = 4096;

    private final Directory directory;
    private final String folder;
    private final StorageMetrics metrics;
    private final KeyTable table;
    private final Postings postings = new Postings();
    private final SeriesKey[] recent = new SeriesKey[RECENT];
    private final int[] recentIds = new int[RECENT];

    /** Where the key of each number lies in the log. */
    private long[] keyAt = new long[64];

    private int[] keyLength = new int[64];
    private int count;
    private RecordFile log;
    private Directory.ReadFile reader;

    /** Numbers of keys that {@link #map} does not hold. */
    private HeapSeriesMap overflow = new HeapSeriesMap();

    private SeriesMap map;
    private Runnable whenFull = () -> {};
    private boolean closed;

    private SeriesIndex(
            Directory directory, String folder, long tableBytesMax, StorageMetrics metrics) {
        this.directory = directory;
        this.folder = folder;
        this.metrics = metrics;
        this.table = new KeyTable(tableBytesMax);
        Arrays.fill(recentIds, -1);
    }

    /**
     * Opens the index of a folder, made if it is not there; a damaged log is set aside.
     *
     * @throws TooNewException if a later version wrote the log; nothing was changed
     */
    public static SeriesIndex open(
            Directory directory, String folder, long tableBytesMax, StorageMetrics metrics)
            throws IOException {
        SeriesIndex index = new SeriesIndex(directory, folder, tableBytesMax, metrics);
        directory.makeFolder(folder);
        index.openLog();
        return index;
    }

    private String path() {
        return folder + "/" + LOG_NAME;
    }

    private void openLog() throws IOException {
        List<SeriesKey> saved = new ArrayList<>();
        if (directory.exists(path())) {
            RecordScan scan = scan(saved);
            if (!scan.damaged() && scan.goodEnd() > 0) {
                log =
                        RecordFile.resume(
                                directory, path(), scan.goodEnd(), RecordFile.SyncObserver.PLAIN);
                reader = directory.open(path());
                return;
            }
            if (scan.damaged()) {
                setAside(scan.damage());
            }
        }
        count = 0;
        log =
                RecordFile.create(
                        directory, path(), LogFormat.SERIES_LOG, 0, RecordFile.SyncObserver.PLAIN);
        directory.forceFolder(folder);
        reader = directory.open(path());
        for (SeriesKey key : saved) {
            append(key, count);
        }
    }

    private void resume(long goodEnd) throws IOException {
        if (log != null) {
            log.close();
        }
        log = RecordFile.resume(directory, path(), goodEnd, RecordFile.SyncObserver.PLAIN);
    }

    private RecordScan scan(List<SeriesKey> saved) throws IOException {
        return RecordScan.scan(
                directory,
                path(),
                LogFormat.SERIES_LOG,
                (kind, payload, position) -> {
                    ByteReader in = new ByteReader(payload, 0, payload.length);
                    in.readUnsigned();
                    int head = in.position();
                    SeriesKey key = SeriesKey.ofCanonical(payload, head, payload.length);
                    learn(key, count, position + head);
                    saved.add(key);
                });
    }

    private void setAside(String why) throws IOException {
        String aside = folder + "/quarantine";
        LOG.warn(
                "Series log {} is damaged ({}); it is set aside in {} and written anew from block"
                        + " files and logs. No data is lost by that.",
                path(),
                why,
                aside);
        directory.makeFolder(aside);
        directory.rename(path(), aside + "/" + LOG_NAME);
        directory.forceFolder(aside);
    }

    /** The number of a key, given now if it has none. */
    public synchronized int idOf(SeriesKey key) {
        int id = find(key);
        return id >= 0 ? id : append(key, count);
    }

    /** The number of a key, -1 if it has none. */
    public synchronized int find(SeriesKey key) {
        byte[] bytes = key.bytes();
        int id = table.get(bytes);
        if (id >= 0) {
            return id;
        }
        metrics.seriesTableMisses.inc();
        id = overflow.get(key);
        if (id < 0 && map != null) {
            metrics.seriesMapLookups.inc();
            id = map.get(key);
            if (id >= 0 && (id >= count || !key(id).equals(key))) {
                id = -1; // another key of the same hash
            }
        }
        if (id >= 0) {
            table.put(bytes, id);
        }
        return id;
    }

    private int append(SeriesKey key, int id) {
        ByteWriter out = new ByteWriter(key.bytes().length + 8);
        out.writeUnsigned(id);
        int head = out.size();
        out.writeBytes(key.bytes(), 0, key.bytes().length);
        try {
            if (log.broken()) {
                resume(log.size());
            }
            long end = log.append(RecordFile.record(SERIES_RECORD, out.toBytes()));
            learn(key, id, end - out.size() + head);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a new series cannot be noted in " + path() + ": " + e.getMessage(), e);
        }
        return id;
    }

    private void learn(SeriesKey key, int id, long position) {
        if (id == keyAt.length) {
            keyAt = Arrays.copyOf(keyAt, 2 * id);
            keyLength = Arrays.copyOf(keyLength, 2 * id);
        }
        keyAt[id] = position;
        keyLength[id] = key.bytes().length;
        count = id + 1;
        enter(key, id);
        table.put(key.bytes(), id);
        postings.add(key, id);
        remember(key, id);
        metrics.series.inc();
    }

    private void enter(SeriesKey key, int id) {
        if (map != null && map.put(key, id)) {
            return;
        }
        overflow.put(key, id);
        if (map != null && overflow.size() == 1) {
            whenFull.run();
        }
    }

    private void remember(SeriesKey key, int id) {
        recent[id % RECENT] = key;
        recentIds[id % RECENT] = id;
    }

    /** The key of a number. */
    public synchronized SeriesKey key(int id) {
        if (recentIds[id % RECENT] == id) {
            return recent[id % RECENT];
        }
        byte[] bytes = new byte[keyLength[id]];
        try {
            reader.read(keyAt[id], ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(path() + " cannot be read", e);
        }
        SeriesKey key = SeriesKey.ofCanonical(bytes, 0, bytes.length);
        remember(key, id);
        return key;
    }

    /** Numbers of the series that match; a bitmap of the caller's own. */
    public synchronized RoaringBitmap select(SeriesPredicate predicate) {
        return postings.select(predicate, this::find);
    }

    public synchronized int size() {
        return count;
    }

    /**
     * Puts a map behind the table: it holds the first {@code held} numbers, and takes those to come
     * while it has room. What it does not hold stays on the heap.
     *
     * @param full called, under this object's lock, when the map takes no more
     */
    synchronized void putBehind(SeriesMap newMap, int held, Runnable full) throws IOException {
        SeriesMap before = map;
        map = newMap;
        whenFull = full;
        overflow = new HeapSeriesMap();
        for (int id = held; id < count; id++) {
            enter(key(id), id);
        }
        if (before != null) {
            before.close();
        }
    }

    /** Takes the map away, so that its owner can close it. */
    synchronized SeriesMap takeMap() {
        SeriesMap taken = map;
        map = null;
        return taken;
    }

    /** How many keys are on the heap because no map holds them. */
    public synchronized long overflowing() {
        return overflow.size();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            log.force(log.size());
            log.close();
            reader.close();
        }
    }
}

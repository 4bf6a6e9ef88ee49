package io.annealdb.storage.cache;

import io.annealdb.points.FieldType;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.storage.merge.StampTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Rows in memory, appended only. A row is a stretch of longs in a chunk:
 *
 * <pre>
 *   time │ shape 24, stamp 40 │ place of the series' row before │ values, one a field
 * </pre>
 *
 * <p>Appends happen under the shard's lock. A reader takes {@link #mark()} under that lock and then
 * reads without it what lies below the mark: nothing there changes any more. A place is the chunk's
 * number and the offset in it, so places ascend in order of arrival.
 */
public final class RowCache {
    static final int HEAD = 3;
    private static final int CHUNK_BITS = 20;
    private static final int FIRST_CHUNK = 256;
    private static final int LAST_CHUNK = 1 << 16;
    private static final int SERIES_BYTES = 160;
    private static final int TEXT_BYTES = 24;

    private final Map<SeriesKey, CachedSeries> series = new ConcurrentHashMap<>();
    private final Map<Shape, Integer> shapeNumbers = new HashMap<>();
    private final List<Shape> shapes = Collections.synchronizedList(new ArrayList<>());

    /** Which shapes have a string; for the thread that appends. */
    private boolean[] textIn = new boolean[8];

    private final StampTable stamps = new StampTable(64);
    private volatile long[][] chunks = new long[4][];
    private volatile byte[][] texts = new byte[4][];
    private int textCount;
    private int chunk = -1;
    private int used;
    private long rows;
    private long bytes;
    private Stamp highest = Stamp.NONE;

    /** Of any row; without meaning while there is none. */
    private Stamp lowest = Stamp.NONE;

    /** Mark up to which a digest has counted; guarded by the digest. */
    private long digestedMark = -1;

    /**
     * Numbers the series of a batch before it is added, since that may fail.
     *
     * @return what {@link #append} wants
     */
    public CachedSeries[] prepare(Rows batch, ToIntFunction<SeriesKey> idOf) {
        CachedSeries[] seriesOf = new CachedSeries[batch.seriesCount()];
        for (int number = 0; number < seriesOf.length; number++) {
            seriesOf[number] = series(batch.seriesAt(number), idOf);
        }
        return seriesOf;
    }

    /** Adds a batch. */
    public void append(Rows batch, CachedSeries[] seriesOf) {
        int[] shapeOf = new int[batch.shapeCount()];
        for (int i = 0; i < shapeOf.length; i++) {
            shapeOf[i] = shapeNumber(batch.shapeAt(i));
        }
        int[] stampOf = new int[batch.stampCount()];
        for (int i = 0; i < stampOf.length; i++) {
            Stamp stamp = batch.stampAt(i);
            stampOf[i] = stamps.add(stamp);
            if (stamp.compareTo(highest) > 0) {
                highest = stamp;
            }
            if (rows == 0 && i == 0 || stamp.compareTo(lowest) < 0) {
                lowest = stamp;
            }
        }
        for (int row = 0; row < batch.size(); row++) {
            CachedSeries to = seriesOf[batch.seriesIndex(row)];
            int shape = batch.shapeIndex(row);
            append(batch, row, to, shapeOf[shape], stampOf[batch.stampIndex(row)]);
        }
        rows += batch.size();
    }

    private CachedSeries series(SeriesKey key, ToIntFunction<SeriesKey> idOf) {
        CachedSeries known = series.get(key);
        if (known == null) {
            known = new CachedSeries(key, idOf.applyAsInt(key));
            series.put(key, known);
            bytes += SERIES_BYTES + key.bytes().length;
        }
        return known;
    }

    private int shapeNumber(Shape shape) {
        return shapeNumbers.computeIfAbsent(
                shape,
                s -> {
                    int number = shapes.size();
                    shapes.add(s);
                    if (number == textIn.length) {
                        textIn = Arrays.copyOf(textIn, 2 * number);
                    }
                    textIn[number] =
                            s.columns().stream().anyMatch(c -> c.type() == FieldType.STRING);
                    return number;
                });
    }

    private void append(Rows batch, int row, CachedSeries to, int shapeNumber, int stamp) {
        Shape shape = shapes.get(shapeNumber);
        int columns = shape.size();
        int at = room(HEAD + columns);
        long[] target = chunks[chunk];
        long time = batch.time(row);
        target[at] = time;
        target[at + 1] = (long) shapeNumber << 40 | stamp;
        target[at + 2] = to.tail;
        if (textIn[shapeNumber]) {
            copyWithTexts(batch, row, shape, target, at + HEAD);
        } else {
            copyBits(batch, row, columns, target, at + HEAD);
        }
        if (time <= to.maxTime && to.rows > 0) {
            to.ascending = false;
        }
        to.minTime = Math.min(to.minTime, time);
        to.maxTime = Math.max(to.maxTime, time);
        to.rows++;
        to.tail = (long) chunk << CHUNK_BITS | at;
    }

    private static void copyBits(Rows batch, int row, int columns, long[] target, int at) {
        for (int column = 0; column < columns; column++) {
            target[at + column] = batch.bits(row, column);
        }
    }

    private void copyWithTexts(Rows batch, int row, Shape shape, long[] target, int at) {
        for (int column = 0; column < shape.size(); column++) {
            long value = batch.bits(row, column);
            target[at + column] =
                    shape.type(column) == FieldType.STRING ? enter(batch.text(value)) : value;
        }
    }

    /** Makes room in the last chunk, or in a new one; where it begins. */
    private int room(int longs) {
        if (chunk < 0 || used + longs > chunks[chunk].length) {
            int grown = chunk < 0 ? FIRST_CHUNK : Math.min(LAST_CHUNK, 2 * chunks[chunk].length);
            chunk++;
            long[][] known = chunks;
            if (chunk == known.length) {
                known = Arrays.copyOf(known, 2 * chunk);
            }
            known[chunk] = new long[Math.max(longs, grown)];
            chunks = known;
            bytes += 8L * known[chunk].length;
            used = 0;
        }
        int at = used;
        used += longs;
        return at;
    }

    private long enter(byte[] text) {
        byte[][] known = texts;
        if (textCount == known.length) {
            known = Arrays.copyOf(known, 2 * textCount);
        }
        known[textCount] = text;
        texts = known;
        bytes += TEXT_BYTES + text.length;
        return textCount++;
    }

    /** What a snapshot keeps: places below it are filled for good. */
    public long mark() {
        return chunk < 0 ? 0 : (long) chunk << CHUNK_BITS | used;
    }

    public long digestedMark() {
        return digestedMark;
    }

    public void digestedUpTo(long mark) {
        digestedMark = mark;
    }

    /** Every series of which there may be a row; those that come meanwhile may be left out. */
    public void forEachSeries(Consumer<CachedSeries> visitor) {
        series.values().forEach(visitor);
    }

    /** What the cache holds of a series; null if nothing. */
    public CachedSeries held(SeriesKey key) {
        return series.get(key);
    }

    public int seriesCount() {
        return series.size();
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    public long rows() {
        return rows;
    }

    /** Heap taken, not only what is filled. */
    public long bytes() {
        return bytes + stamps.bytes();
    }

    public Stamp highestStamp() {
        return highest;
    }

    /** Whether a row has come under a lower stamp; under the shard's lock. */
    public boolean holdsBelow(Stamp stamp) {
        return rows > 0 && lowest.compareTo(stamp) < 0;
    }

    long time(long place) {
        return chunks[(int) (place >>> CHUNK_BITS)][offset(place)];
    }

    int shapeNumber(long place) {
        return (int) (chunks[(int) (place >>> CHUNK_BITS)][offset(place) + 1] >>> 40);
    }

    int stampNumber(long place) {
        return (int) chunks[(int) (place >>> CHUNK_BITS)][offset(place) + 1];
    }

    long before(long place) {
        return chunks[(int) (place >>> CHUNK_BITS)][offset(place) + 2];
    }

    long value(long place, int column) {
        return chunks[(int) (place >>> CHUNK_BITS)][offset(place) + HEAD + column];
    }

    private static int offset(long place) {
        return (int) place & (1 << CHUNK_BITS) - 1;
    }

    Shape shape(int number) {
        return shapes.get(number);
    }

    byte[] text(long number) {
        return texts[(int) number];
    }

    byte[][] texts() {
        return texts;
    }

    StampTable stamps() {
        return stamps;
    }
}

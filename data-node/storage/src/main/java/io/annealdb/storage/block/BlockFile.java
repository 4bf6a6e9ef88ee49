package io.annealdb.storage.block;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.merge.Run;
import io.annealdb.storage.merge.StampTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.zip.CRC32C;
import org.roaringbitmap.RoaringBitmap;

/**
 * An open block file:
 *
 * <pre>
 *   magic 4 │ version 2 │ blocks, those of a series together │ sections of the footer │ tail
 * </pre>
 *
 * Whoever reads it holds a pin; a file that its shard no longer names is closed, and removed if so
 * wanted, when the last pin goes. Readable by any thread.
 */
public final class BlockFile {
    /** Told what happens to a file. */
    public interface Observer {
        void blockRead();

        /** A block or section fails its checks; the reader gets a {@link DamagedException}. */
        void damaged(BlockFile file, String why);
    }

    private final String path;
    private final Directory.ReadFile file;
    private final long bytes;
    private final Observer observer;
    private final Sections.Place[] sections;
    private final FileSummary summary;
    private final BlockIndex index;
    private final Map<String, Set<Shape.Column>> measurements;
    private final RoaringBitmap ids;
    private SoftReference<StampTable> stamps = new SoftReference<>(null);
    private int pins = 1;
    private Runnable whenUnpinned = () -> {};

    private BlockFile(
            String path,
            Directory.ReadFile file,
            long bytes,
            Observer observer,
            FileEnds ends,
            ToIntFunction<SeriesKey> idOf)
            throws IOException {
        this.path = path;
        this.file = file;
        this.bytes = bytes;
        this.observer = observer;
        this.sections = ends.places();
        this.summary = ends.summary();
        this.index =
                new BlockIndex(
                        section(Sections.SERIES),
                        section(Sections.INDEX),
                        sections[Sections.SERIES].offset(),
                        idOf);
        this.measurements = index.measurements(section(Sections.MEASUREMENTS));
        this.ids = RoaringBitmap.bitmapOf(index.ids());
    }

    /**
     * Opens a file and checks header, tail and footer; blocks are checked when they are read.
     *
     * @throws DamagedException if it is no whole block file
     * @throws TooNewException if a later version wrote it
     */
    public static BlockFile open(
            Directory directory, String path, Observer observer, ToIntFunction<SeriesKey> idOf)
            throws IOException {
        Directory.ReadFile file = directory.open(path);
        try {
            long size = file.size();
            FileEnds ends = FileEnds.read(path, file, size);
            return new BlockFile(path, file, size, observer, ends, idOf);
        } catch (MalformedException | IllegalArgumentException | EOFException e) {
            file.close();
            throw new DamagedException(path + ": " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private byte[] section(int number) throws IOException {
        return sections[number].read(file, bytes);
    }

    byte[] sectionWhileOpen(int number) {
        try {
            return section(number);
        } catch (MalformedException | EOFException e) {
            throw damaged(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    DamagedException damaged(String why) {
        observer.damaged(this, why);
        return new DamagedException(path + ": " + why);
    }

    public String path() {
        return path;
    }

    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public long bytes() {
        return bytes;
    }

    public FileSummary summary() {
        return summary;
    }

    /** Numbers of the series that have a block here; shared, not to be changed. */
    public RoaringBitmap ids() {
        return ids;
    }

    /** Fields of each measurement. */
    public Map<String, Set<Shape.Column>> measurements() {
        return measurements;
    }

    /** The sums of the file's own values. */
    public DigestGrid digest() {
        byte[] section = sectionWhileOpen(Sections.DIGEST);
        return DigestGrid.decode(section, 0, section.length);
    }

    /** The keys of the series, in order; read from disk. */
    public List<SeriesKey> keys() {
        List<SeriesKey> keys = new ArrayList<>();
        BlockIndex.forEachSeries(sectionWhileOpen(Sections.SERIES), (key, blocks) -> keys.add(key));
        return keys;
    }

    public int blockCount() {
        return index.shapeOf.length;
    }

    /** First block of a series, -1 if the file has none of it. */
    public int firstBlock(int id) {
        return index.firstBlock(id);
    }

    /** Behind the last block of a series that the file has. */
    public int endBlock(int id) {
        return index.endBlock(id);
    }

    public Shape shape(int block) {
        return index.shapes[index.shapeOf[block]];
    }

    public int rows(int block) {
        return index.rows[block];
    }

    public long minTime(int block) {
        return index.minTime[block];
    }

    public long maxTime(int block) {
        return index.maxTime[block];
    }

    /**
     * A run over one block, which is read when a merge comes to it.
     *
     * @param counted whether the observer is told of the read
     */
    public Run run(int block, int[] columnsOfLanes, boolean counted) {
        return new BlockRun(this, block, columnsOfLanes, counted);
    }

    /** For each block, statistics of each of its columns; read from disk. */
    public List<List<ColumnStatistics>> statistics() {
        byte[] section = sectionWhileOpen(Sections.STATISTICS);
        ByteReader in = new ByteReader(section, 0, section.length);
        List<List<ColumnStatistics>> all = new ArrayList<>();
        for (int block = 0; block < blockCount(); block++) {
            Shape shape = shape(block);
            List<ColumnStatistics> columns = new ArrayList<>();
            for (int column = 0; column < shape.size(); column++) {
                columns.add(ColumnStatistics.read(shape.type(column), rows(block), in));
            }
            all.add(columns);
        }
        return all;
    }

    BlockDecoder decoder(int block, boolean counted) {
        int length = index.length[block] - 4;
        byte[] body = new byte[index.length[block] + PackedBits.SLACK_BYTES];
        try {
            if (counted) {
                observer.blockRead();
            }
            ByteBuffer into = ByteBuffer.wrap(body, 0, index.length[block]);
            file.read(index.offset[block], into);
        } catch (EOFException e) {
            throw damaged(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
        CRC32C crc = new CRC32C();
        crc.update(body, 0, length);
        if ((int) crc.getValue() != new ByteReader(body, length, length + 4).readInt()) {
            throw damaged("block " + block + " fails its checksum");
        }
        try {
            return new BlockDecoder(body, length, shape(block).size(), rows(block));
        } catch (MalformedException e) {
            throw damaged("block " + block + ": " + e.getMessage());
        }
    }

    DamagedException damagedBlock(int block, MalformedException e) {
        return damaged("block " + block + ": " + e.getMessage());
    }

    /** The stamps that rows number; kept while memory lasts. */
    synchronized StampTable stamps() {
        StampTable known = stamps.get();
        if (known == null) {
            known = readStamps();
            stamps = new SoftReference<>(known);
        }
        return known;
    }

    private StampTable readStamps() {
        byte[] section = sectionWhileOpen(Sections.STAMPS);
        ByteReader in = new ByteReader(section, 0, section.length);
        int count = in.readCount(section.length, "stamps");
        StampTable table = new StampTable(count);
        long hlc = 0;
        long rest = 0;
        for (int i = 0; i < count; i++) {
            hlc += in.readZigzag();
            rest += in.readZigzag();
            table.append(hlc, rest);
        }
        return table;
    }

    /** Bytes of the file as they are. */
    public void read(long position, ByteBuffer into) throws IOException {
        file.read(position, into);
    }

    /**
     * Reads header, tail and every section again.
     *
     * @return how many bytes that were
     * @throws DamagedException if they are not what they were when the file was opened
     */
    long checkFooter() {
        String why;
        try {
            FileEnds now = FileEnds.read(path, file, file.size());
            boolean same = summary.equals(now.summary()) && Arrays.equals(sections, now.places());
            why = same ? "" : "it is not the file that was opened";
        } catch (MalformedException | DamagedException | IOException e) {
            why = e.getMessage();
        }
        if (!why.isEmpty()) {
            throw damaged(why);
        }
        for (int section = 0; section < Sections.COUNT; section++) {
            sectionWhileOpen(section);
        }
        return bytes - sections[Sections.SERIES].offset() + BlockFileWriter.HEADER_BYTES;
    }

    int blockBytes(int block) {
        return index.length[block];
    }

    /** Keeps the file open until {@link #unpin}. */
    public synchronized void pin() {
        if (pins == 0) {
            throw new IllegalStateException(path + " is closed");
        }
        pins++;
    }

    public void unpin() {
        Runnable last;
        synchronized (this) {
            if (--pins > 0) {
                return;
            }
            last = whenUnpinned;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            last.run();
        }
    }

    /** Gives up the pin of the shard that named the file; runs an action once nobody reads it. */
    public void retire(Runnable action) {
        synchronized (this) {
            whenUnpinned = action;
        }
        unpin();
    }
}

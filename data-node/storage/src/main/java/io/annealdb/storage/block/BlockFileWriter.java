package io.annealdb.storage.block;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash.SeriesHash;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.merge.GridSum;
import io.annealdb.storage.merge.MergedRows;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes a block file, series by series in ascending order of their keys, each in order of time.
 * What it is given is merged: of one series, time, field and type there is one value.
 */
public final class BlockFileWriter implements Closeable {
    static final byte[] MAGIC = {'A', 'N', 'B', 'F'};
    static final int VERSION = 1;
    static final int HEADER_BYTES = 6;
    private static final int WRITE_BYTES = 1 << 20;

    private final Directory.AppendFile file;
    private final CRC32C fileCrc = new CRC32C();
    private final ByteWriter out = new ByteWriter(WRITE_BYTES + (1 << 16));
    private final BlockEncoder encoder = new BlockEncoder();
    private final FooterBuilder footer = new FooterBuilder();
    private final FragmentSorter fragments;
    private final GridSum sum;
    private final long geometry;
    private final DigestGrid grid = new DigestGrid();
    private final StampNumbers stamps = new StampNumbers();
    private long written;
    private SeriesHash seriesHash;
    private SeriesKey series;
    private boolean anyBlock;

    /** What was written. */
    public record Written(long bytes, int crc32c, FileSummary summary) {}

    public BlockFileWriter(
            Directory directory, String path, GridGeometry geometry, int rowsPerBlock)
            throws IOException {
        this.sum = new GridSum(geometry);
        this.geometry = FileSummary.geometryCheck(geometry);
        this.fragments = new FragmentSorter(rowsPerBlock, stamps);
        directory.remove(path);
        this.file = directory.append(path);
        writeEnd();
    }

    private void writeEnd() {
        out.writeBytes(MAGIC, 0, MAGIC.length);
        out.writeByte(VERSION);
        out.writeByte(VERSION >>> 8);
    }

    /** Begins a series; its key is above that of the one before. */
    public void startSeries(SeriesKey key) {
        series = key;
        anyBlock = false;
        seriesHash = sum.hash().series(key);
    }

    /** Adds rows, in order of time behind those before. */
    public void add(MergedRows rows) throws IOException {
        sum.add(grid, seriesHash, rows);
        fragments.start(rows);
        ShapeBuffer full;
        while ((full = fragments.fill()) != null) {
            writeBlock(full);
        }
    }

    public void endSeries() throws IOException {
        for (ShapeBuffer buffer : fragments.open()) {
            if (buffer.size > 0) {
                writeBlock(buffer);
            }
        }
    }

    private void writeBlock(ShapeBuffer rows) throws IOException {
        if (!anyBlock) {
            footer.series(series);
            anyBlock = true;
        }
        int length = encoder.encode(rows, out);
        footer.block(series, rows, length);
        rows.clear();
        if (out.size() >= WRITE_BYTES) {
            writeOut();
        }
    }

    private void writeOut() throws IOException {
        fileCrc.update(out.array(), 0, out.size());
        file.write(ByteBuffer.wrap(out.array(), 0, out.size()));
        written += out.size();
        out.clear();
    }

    /** Encoded so far, on disk or on the way there. */
    public long bytes() {
        return written + out.size();
    }

    /** Whether no row was added. */
    public boolean isEmpty() {
        return footer.rows() == 0;
    }

    /** Ends the file; it is on disk, but not its name. */
    public Written finish() throws IOException {
        writeOut();
        byte[][] sections = footer.sections(stamps.table(), grid);
        Sections.Place[] places = new Sections.Place[sections.length];
        for (int i = 0; i < sections.length; i++) {
            byte[] stored = Sections.pack(sections[i]);
            places[i] =
                    new Sections.Place(
                            written, stored.length, sections[i].length, Sections.crc(stored));
            out.writeBytes(stored, 0, stored.length);
            writeOut();
        }
        FileSummary summary = footer.summary(geometry, stamps.table());
        writeTail(places, summary);
        writeOut();
        file.force();
        return new Written(written, (int) fileCrc.getValue(), summary);
    }

    private void writeTail(Sections.Place[] places, FileSummary summary) {
        for (Sections.Place place : places) {
            place.write(out);
        }
        summary.write(out);
        out.writeInt(Sections.crc(Arrays.copyOf(out.array(), out.size())));
        writeEnd();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

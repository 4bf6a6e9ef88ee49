package io.annealdb.storage.block;

import io.annealdb.points.Shape;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash.SeriesHash;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.merge.GridSum;
import io.annealdb.storage.merge.MergedRows;
import io.annealdb.storage.merge.SeriesMerge;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a whole block file again:
 *
 * <pre>
 *   header, tail, sections ─▶ checksums, and as they were when the file was opened
 *   each block             ─▶ checksum, decoded, its values summed
 *   at the end             ─▶ the sums are those of the footer
 * </pre>
 *
 * The sums find what checksums cannot: a footer that does not belong to its blocks. The file is
 * pinned by whoever scrubs it. For one thread.
 */
public final class BlockFileScrub {
    private final BlockFile file;
    private final GridSum sum;
    private final boolean sameGrid;
    private final DigestGrid grid = new DigestGrid();
    private final MergedRows rows = new MergedRows();
    private final SeriesMerge merge = new SeriesMerge(rows);
    private SeriesCursor series; // null until the footer was read
    private SeriesHash seriesHash;
    private int blocksOfSeries;
    private int block;

    public BlockFileScrub(BlockFile file, GridGeometry geometry) {
        this.file = file;
        this.sum = new GridSum(geometry);
        this.sameGrid = file.summary().geometry() == FileSummary.geometryCheck(geometry);
    }

    /**
     * Reads on, about {@code bytesMax} bytes, or the whole footer.
     *
     * @return bytes read; 0 once all was read and found good
     * @throws DamagedException if something is not good; the file's observer was told
     * @throws UncheckedIOException if the file is gone
     */
    public long step(long bytesMax) {
        try {
            if (series == null) {
                return footer();
            }
            long read = 0;
            while (read < bytesMax && block < file.blockCount()) {
                read += nextBlock();
            }
            if (read == 0) {
                compareSums();
            }
            return read;
        } catch (MalformedException e) {
            throw file.damaged(e.getMessage());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                throw e; // its shard has let go of it meanwhile
            }
            // A disk that cannot give back what it took is damage like any other.
            throw file.damaged("it cannot be read: " + e.getCause().getMessage());
        }
    }

    /** Blocks read so far. */
    public int blocks() {
        return block;
    }

    private long footer() {
        long bytes = file.checkFooter();
        series = new SeriesCursor(file.sectionWhileOpen(Sections.SERIES));
        return bytes;
    }

    private long nextBlock() {
        while (blocksOfSeries == 0) {
            if (!series.next()) {
                throw new MalformedException("blocks of series do not add up");
            }
            seriesHash = sum.hash().series(series.key());
            blocksOfSeries = series.blocks();
        }
        Shape shape = file.shape(block);
        Shape.Column[] lanes = shape.columns().toArray(Shape.Column[]::new);
        int[] columns = IntStream.range(0, lanes.length).toArray();
        merge.start(
                lanes,
                List.of(file.run(block, columns, false)),
                List.of(),
                true,
                true,
                Long.MIN_VALUE,
                Long.MAX_VALUE);
        while (merge.next()) {
            sum.add(grid, seriesHash, rows);
        }
        blocksOfSeries--;
        return file.blockBytes(block++);
    }

    private void compareSums() {
        if (sameGrid && !Arrays.equals(grid.encode(), file.digest().encode())) {
            throw file.damaged("the sums of its footer are not those of its values");
        }
    }
}

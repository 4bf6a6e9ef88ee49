package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads leaves of one snapshot, whole, or in pages where they may be large. */
final class LeafReader {
    /** Most values of a leaf that is held in memory and talked about; a larger one is cut. */
    static final int LEAF_VALUES_MAX = 1 << 16;

    /** Likewise, bytes of its strings. */
    static final long LEAF_TEXT_BYTES_MAX = 4 << 20;

    /** A page ends behind the point with which it reaches so many rows, or soon after. */
    private static final int PAGE_ROWS = 1 << 13;

    /** Or so many bytes of strings. */
    private static final long PAGE_TEXT_BYTES = 1 << 20;

    /** Takes the pages of a leaf, in order of time; none is empty. */
    interface Pages {
        void page(Leaf page) throws IOException;
    }

    private final ReplicaSnapshot snapshot;
    private final GridGeometry grid;
    private final ItemHash hash;
    private final Findings findings;
    private final List<Delete> hiding;

    /**
     * @param findings told what is left out
     * @param hiding deletes that the snapshot may not know: what they hide is left out
     */
    LeafReader(
            ReplicaSnapshot snapshot,
            GridGeometry grid,
            ItemHash hash,
            Findings findings,
            List<Delete> hiding) {
        this.findings = findings;
        this.snapshot = snapshot;
        this.grid = grid;
        this.hash = hash;
        this.hiding = hiding;
    }

    /**
     * All of it, without a point if the series is not there; empty if its strings are too long
     * together to be held in memory.
     */
    Optional<Leaf> read(SeriesKey series, int window, Slice slice) throws IOException {
        Rows rows =
                snapshot.versions(
                        series,
                        slice.first(grid, window),
                        slice.last(grid, window),
                        Integer.MAX_VALUE,
                        LEAF_TEXT_BYTES_MAX);
        return rows.textBytes() < LEAF_TEXT_BYTES_MAX
                ? Optional.of(leaf(series, rows))
                : Optional.empty();
    }

    private Leaf leaf(SeriesKey series, Rows rows) throws IOException {
        Leaf leaf = new Leaf(series, rows, hash, hiding);
        if (leaf.hiddenTimes().length > 0) {
            findings.hidden(leaf);
        }
        return leaf;
    }

    void pages(SeriesKey series, int window, Slice slice, Pages to) throws IOException {
        long last = slice.last(grid, window);
        for (long from = slice.first(grid, window); from <= last; ) {
            Rows rows = snapshot.versions(series, from, last, PAGE_ROWS, PAGE_TEXT_BYTES);
            if (rows.isEmpty()) {
                return;
            }
            Leaf page = leaf(series, rows);
            if (page.size() > 0) {
                to.page(page);
            }
            long end = rows.time(rows.size() - 1);
            if (end == last) {
                return;
            }
            from = end + 1;
        }
    }

    /** The sum of a slice, read page by page. */
    CellDigest sum(SeriesKey series, int window, Slice slice) throws IOException {
        CellDigest[] sum = {CellDigest.EMPTY};
        pages(series, window, slice, page -> sum[0] = sum[0].plus(page.digest()));
        return sum[0];
    }
}

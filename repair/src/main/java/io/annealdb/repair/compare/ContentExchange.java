package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From windows and buckets that differ, to cells, and with these to series and values. Works
 * through cells in batches and through leaves in smaller ones, so that memory does not grow with
 * the shard.
 *
 * <p>What it finds, it tells in order of cells, in each by series: equal differences make equal
 * chunks, however they were found, which a preview relies on.
 */
final class ContentExchange {
    private record Differing(Cell cell, CellDigest own, Answer.Sum theirs) {}

    private final ReplicaSnapshot snapshot;
    private final HopTalk talk;
    private final HopMeter meter;
    private final int salt;
    private final LeafExchange leaves;
    private final InOrder inOrder = new InOrder();
    private final SeriesExchange bySeries;

    /**
     * @param exact whether nothing may be found that the successor has, and its stamps are wanted;
     *     else what it would cost more to compare than to send is taken to be lacking as a whole
     * @param ownOnly deletes that the successor does not know, in a dry run
     * @param theirsOnly deletes that this node does not know, in a dry run
     */
    ContentExchange(
            ReplicaSnapshot snapshot,
            GridGeometry grid,
            ItemHash hash,
            HopTalk talk,
            HopMeter meter,
            Findings findings,
            boolean exact,
            int salt,
            List<Delete> ownOnly,
            List<Delete> theirsOnly) {
        this.snapshot = snapshot;
        this.talk = talk;
        this.meter = meter;
        this.salt = salt;
        LeafReader reader = new LeafReader(snapshot, grid, hash, findings, theirsOnly);
        this.leaves = new LeafExchange(reader, talk, findings, exact, ownOnly, salt);
        this.bySeries = new SeriesExchange(hash, talk, meter, inOrder, exact, salt);
    }

    void run(Answer.ContentDiffers sums) throws IOException {
        List<Differing> differing = differingCells(sums);
        long expected = differing.stream().mapToLong(ContentExchange::expected).sum();
        List<SeriesExchange.CellSeries> batch = new ArrayList<>();
        long series = 0;
        long expectedOfBatch = 0;
        for (Differing each : differing) {
            meter.expectValues(expected);
            SeriesExchange.CellSeries own = series(each.cell);
            if (series > 0 && series + own.sums().size() > SeriesExchange.BATCH_SERIES) {
                compare(batch);
                expected -= expectedOfBatch;
                series = 0;
                expectedOfBatch = 0;
            }
            if (each.theirs.values() == 0) {
                own.sums().keySet().forEach(key -> inOrder.lacking(each.cell, key));
            } else {
                batch.add(own);
            }
            series += own.sums().size();
            expectedOfBatch += expected(each);
        }
        meter.expectValues(expected);
        compare(batch);
        meter.expectValues(0);
    }

    private void compare(List<SeriesExchange.CellSeries> batch) throws IOException {
        if (!batch.isEmpty()) {
            bySeries.compare(batch);
            batch.clear();
        }
        inOrder.tell(leaves);
        leaves.finish();
    }

    private static long expected(Differing cell) {
        return Math.max(0, cell.own.values() - cell.theirs.values());
    }

    /** Cells in which this node has something that the successor may lack. */
    private List<Differing> differingCells(Answer.ContentDiffers sums) throws IOException {
        DigestGrid grid = snapshot.digest();
        long windows = 0;
        for (int window = 0; window < GridGeometry.WINDOWS; window++) {
            CellDigest own = grid.windowSum(window);
            if (own.values() > 0 && Salted.fold(own, salt) != sums.windows()[window]) {
                windows |= 1L << window;
            }
        }
        long buckets = 0;
        for (int bucket = 0; bucket < GridGeometry.BUCKETS; bucket++) {
            CellDigest own = grid.bucketSum(bucket);
            if (own.values() > 0 && Salted.fold(own, salt) != sums.buckets()[bucket]) {
                buckets |= 1L << bucket;
            }
        }
        List<Differing> cells = new ArrayList<>();
        if (windows == 0 || buckets == 0) {
            return cells;
        }
        List<Answer.Sum> theirs =
                talk.ask(new Question.Cells(salt, windows, buckets), Answer.Cells.class).cells();
        if (theirs.size() != Long.bitCount(windows) * Long.bitCount(buckets)) {
            throw new IOException("the successor answered about " + theirs.size() + " cells");
        }
        int next = 0;
        for (int window = 0; window < GridGeometry.WINDOWS; window++) {
            for (int bucket = 0; bucket < GridGeometry.BUCKETS; bucket++) {
                if ((windows >>> window & buckets >>> bucket & 1) != 0) {
                    CellDigest own = grid.cell(window, bucket);
                    Answer.Sum sum = theirs.get(next++);
                    if (own.values() > 0 && Salted.fold(own, salt) != sum.folded()) {
                        cells.add(new Differing(new Cell(window, bucket), own, sum));
                    }
                }
            }
        }
        return cells;
    }

    private SeriesExchange.CellSeries series(Cell cell) throws IOException {
        return new SeriesExchange.CellSeries(
                cell, new TreeMap<>(snapshot.seriesDigests(cell.window(), cell.bucket())));
    }

    /** Keeps what a batch has found until all of it can be told in order. */
    private static final class InOrder implements SeriesExchange.Found {
        /**
         * A series that the successor lacks in a cell, or one that differs and is to be asked
         * about.
         */
        private record Series(
                Cell cell,
                SeriesKey key,
                LeafRef ref, // null if it lacks all of it
                CellDigest own,
                Optional<Answer.Sum> theirs) {
            static final Comparator<Series> ORDER =
                    Comparator.comparing(Series::cell).thenComparing(Series::key);
        }

        private final List<Series> found = new ArrayList<>();

        @Override
        public void lacking(Cell cell, SeriesKey series) {
            found.add(new Series(cell, series, null, null, Optional.empty()));
        }

        @Override
        public void differing(
                LeafRef ref, SeriesKey series, CellDigest own, Optional<Answer.Sum> theirs) {
            found.add(new Series(ref.cell(), series, ref, own, theirs));
        }

        void tell(LeafExchange leaves) throws IOException {
            found.sort(Series.ORDER);
            for (Series each : found) {
                if (each.ref == null) {
                    leaves.lacking(each.cell, each.key);
                } else {
                    leaves.differing(each.ref, each.key, each.own, each.theirs);
                }
            }
            found.clear();
        }
    }
}

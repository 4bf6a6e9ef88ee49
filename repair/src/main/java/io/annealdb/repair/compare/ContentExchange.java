package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * From windows and buckets that differ, to cells, and with these to series and values. Works
 * through cells in batches and through leaves in smaller ones, so that memory does not grow with
 * the shard.
 *
 * <p>What it finds, it tells in an order that only the replicas decide, not the salt: equal
 * differences make equal chunks, which a preview relies on.
 */
final class ContentExchange {
    private record Differing(Cell cell, CellDigest own, Answer.Sum theirs) {}

    private final ReplicaSnapshot snapshot;
    private final HopTalk talk;
    private final HopMeter meter;
    private final int salt;
    private final LeafExchange leaves;
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
        LeafReader reader = new LeafReader(snapshot, grid, hash, theirsOnly);
        this.leaves = new LeafExchange(reader, talk, findings, exact, ownOnly, salt);
        this.bySeries = new SeriesExchange(hash, talk, meter, leaves, exact, salt);
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
            if (each.theirs.values() == 0) {
                for (SeriesKey key : own.sums().keySet()) {
                    leaves.lacking(each.cell, key);
                }
                expected -= expected(each);
                continue;
            }
            if (!batch.isEmpty() && series + own.sums().size() > SeriesExchange.BATCH_SERIES) {
                compare(batch);
                expected -= expectedOfBatch;
                series = 0;
                expectedOfBatch = 0;
            }
            batch.add(own);
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
            leaves.finish();
            batch.clear();
        }
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
}

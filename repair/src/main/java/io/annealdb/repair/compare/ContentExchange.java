package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * From windows and buckets that differ, to cells, to series, to values. Works through cells in
 * batches and through leaves in smaller ones, so that memory does not grow with the shard.
 *
 * <p>What it finds, it tells in order of cells, in each by series: equal differences make equal
 * chunks, which a preview relies on.
 */
final class ContentExchange {
    /** Values, of both sides, in the cells of one batch; a single cell may have more. */
    private static final long BATCH_VALUES = 1 << 20;

    /** The same for the leaves that are talked about at a time. */
    private static final long LEAVES_VALUES = 1 << 18;

    private static final int LEAVES_MAX = 1 << 12;

    private record Differing(Cell cell, CellDigest own, Answer.Sum theirs) {}

    /** A leaf whose turn has not come: sent as a whole, read only then, or asked about. */
    private record Step(SeriesKey series, Cell cell, LeafInquiry inquiry) {}

    private final ReplicaSnapshot snapshot;
    private final ItemHash hash;
    private final HopTalk talk;
    private final HopMeter meter;
    private final Findings findings;
    private final int salt;
    private final List<Delete> ownOnly;
    private final List<Delete> theirsOnly;

    private final List<Step> open = new ArrayList<>();
    private long openValues;

    /**
     * @param ownOnly deletes that the successor does not know, in a dry run
     * @param theirsOnly deletes that this node does not know, in a dry run
     */
    ContentExchange(
            ReplicaSnapshot snapshot,
            ItemHash hash,
            HopTalk talk,
            HopMeter meter,
            Findings findings,
            int salt,
            List<Delete> ownOnly,
            List<Delete> theirsOnly) {
        this.snapshot = snapshot;
        this.hash = hash;
        this.talk = talk;
        this.meter = meter;
        this.findings = findings;
        this.salt = salt;
        this.ownOnly = ownOnly;
        this.theirsOnly = theirsOnly;
    }

    void run(Answer.ContentDiffers sums) throws IOException {
        List<Differing> differing = differingCells(sums);
        long expected = differing.stream().mapToLong(ContentExchange::expected).sum();
        List<Differing> batch = new ArrayList<>();
        long values = 0;
        for (Differing each : differing) {
            long its = each.own.values() + each.theirs.values();
            if (!batch.isEmpty() && values + its > BATCH_VALUES) {
                meter.expectValues(expected);
                compare(batch);
                expected -= batch.stream().mapToLong(ContentExchange::expected).sum();
                batch.clear();
                values = 0;
            }
            batch.add(each);
            values += its;
        }
        meter.expectValues(expected);
        compare(batch);
        meter.expectValues(0);
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

    private void compare(List<Differing> batch) throws IOException {
        List<Cell> asked =
                batch.stream()
                        .filter(each -> each.theirs.values() > 0)
                        .map(Differing::cell)
                        .toList();
        Deque<List<Answer.SeriesSum>> answered = new ArrayDeque<>();
        int done = 0;
        for (Differing each : batch) {
            if (each.theirs.values() == 0) {
                for (SeriesKey series : sorted(series(each.cell))) {
                    sendAll(series, each.cell);
                }
                continue;
            }
            if (answered.isEmpty()) {
                answered.addAll(askSeries(asked.subList(done, asked.size())));
            }
            compare(each.cell, answered.remove());
            done++;
        }
        talkAboutLeaves();
    }

    private List<List<Answer.SeriesSum>> askSeries(List<Cell> cells) throws IOException {
        List<List<Answer.SeriesSum>> answered =
                talk.ask(new Question.Series(salt, cells), Answer.Series.class).cells();
        if (answered.isEmpty() || answered.size() > cells.size()) {
            throw new IOException("the successor answered about no series of " + cells);
        }
        return answered;
    }

    private static List<SeriesKey> sorted(Map<SeriesKey, CellDigest> series) {
        return series.keySet().stream().sorted().toList();
    }

    private Map<SeriesKey, CellDigest> series(Cell cell) throws IOException {
        return snapshot.seriesDigests(cell.window(), cell.bucket());
    }

    private void compare(Cell cell, List<Answer.SeriesSum> theirs) throws IOException {
        Map<Integer, List<Answer.Sum>> byTag = new HashMap<>();
        for (Answer.SeriesSum each : theirs) {
            byTag.computeIfAbsent(each.tag(), tag -> new ArrayList<>(1)).add(each.sum());
        }
        Map<SeriesKey, CellDigest> own = series(cell);
        Map<Integer, Integer> ownByTag = new HashMap<>();
        own.keySet().forEach(key -> ownByTag.merge(tag(key), 1, Integer::sum));
        for (SeriesKey key : sorted(own)) {
            List<Answer.Sum> sums = byTag.getOrDefault(tag(key), List.of());
            if (sums.isEmpty()) {
                sendAll(key, cell);
            } else if (sums.size() > 1 || ownByTag.get(tag(key)) > 1) {
                inquire(LeafRef.keyed(cell, key), key, OptionalLong.empty());
            } else if (sums.get(0).folded() != Salted.fold(own.get(key), salt)) {
                inquire(LeafRef.tagged(cell, tag(key)), key, OptionalLong.of(sums.get(0).folded()));
            }
        }
    }

    private int tag(SeriesKey key) {
        return LeafRef.tag(hash.series(key));
    }

    private Leaf leaf(SeriesKey series, int window) throws IOException {
        Rows rows = snapshot.versions(series, window);
        return new Leaf(series, rows, hash, theirsOnly);
    }

    private void sendAll(SeriesKey series, Cell cell) throws IOException {
        if (open.size() == LEAVES_MAX) {
            talkAboutLeaves();
        }
        open.add(new Step(series, cell, null));
    }

    private void found(Leaf leaf, LeafDecision decision) throws IOException {
        if (!decision.isEmpty()) {
            findings.found(leaf, decision);
        }
    }

    private void inquire(LeafRef ref, SeriesKey series, OptionalLong theirSum) throws IOException {
        Leaf leaf = leaf(series, ref.cell().window());
        if (!open.isEmpty()
                && (openValues + leaf.valueCount() > LEAVES_VALUES || open.size() == LEAVES_MAX)) {
            talkAboutLeaves();
        }
        open.add(new Step(series, ref.cell(), new LeafInquiry(ref, leaf, theirSum, ownOnly, salt)));
        openValues += leaf.valueCount();
    }

    /**
     * Asks about all open leaves at once, until each is decided; then tells them in their order.
     */
    private void talkAboutLeaves() throws IOException {
        List<LeafInquiry> undecided = undecided();
        while (!undecided.isEmpty()) {
            askLeaves(undecided);
            undecided = undecided();
        }
        for (Step each : open) {
            if (each.inquiry == null) {
                Leaf leaf = leaf(each.series, each.cell.window());
                found(leaf, LeafDecision.all(leaf));
            } else {
                found(each.inquiry.own(), each.inquiry.decision());
            }
        }
        open.clear();
        openValues = 0;
    }

    private List<LeafInquiry> undecided() {
        return open.stream()
                .map(Step::inquiry)
                .filter(inquiry -> inquiry != null && !inquiry.decided())
                .toList();
    }

    private void askLeaves(List<LeafInquiry> undecided) throws IOException {
        List<LeafQuestion> questions = undecided.stream().map(LeafInquiry::question).toList();
        List<LeafAnswer> answers =
                talk.ask(new Question.Leaves(salt, questions), Answer.Leaves.class).leaves();
        if (answers.isEmpty() || answers.size() > undecided.size()) {
            throw new IOException("the successor answered about no leaf");
        }
        try {
            for (int i = 0; i < answers.size(); i++) {
                undecided.get(i).take(answers.get(i));
            }
        } catch (MalformedException e) {
            throw new IOException("malformed answer: " + e.getMessage(), e);
        }
    }
}

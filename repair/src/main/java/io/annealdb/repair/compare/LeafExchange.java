package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From leaves that differ to values. Many small ones are talked about at once; one that is too
 * large for memory is cut into slices of time, of which those that differ are leaves again.
 */
final class LeafExchange implements SeriesExchange.Found {
    /** Values of this node in the leaves that are talked about at a time; each fits alone. */
    private static final long OPEN_VALUES_MAX = LeafReader.LEAF_VALUES_MAX;

    private static final int OPEN_MAX = 1 << 12;

    /** Into so many parts is cut what has too long strings; into more, if they are too long yet. */
    private static final long PARTS_OF_LONG_STRINGS = 16;

    /**
     * A leaf whose turn has not come: to be sent as a whole, and read only then, or asked about.
     */
    private record Step(Cell cell, SeriesKey series, LeafInquiry inquiry) {}

    private final LeafReader reader;
    private final HopTalk talk;
    private final Findings findings;
    private final boolean stampsWanted;
    private final List<Delete> ownDeletes;
    private final int salt;

    private final List<Step> open = new ArrayList<>();
    private long openValues;
    private long openTextBytes;

    /**
     * @param stampsWanted whether the successor's stamps are wanted where they decide nothing
     * @param ownDeletes deletes that the successor does not know, in a dry run
     */
    LeafExchange(
            LeafReader reader,
            HopTalk talk,
            Findings findings,
            boolean stampsWanted,
            List<Delete> ownDeletes,
            int salt) {
        this.reader = reader;
        this.talk = talk;
        this.findings = findings;
        this.stampsWanted = stampsWanted;
        this.ownDeletes = ownDeletes;
        this.salt = salt;
    }

    @Override
    public void lacking(Cell cell, SeriesKey series) throws IOException {
        if (open.size() == OPEN_MAX) {
            finish();
        }
        open.add(new Step(cell, series, null));
    }

    private void sendAll(SeriesKey series, Cell cell, Slice slice) throws IOException {
        reader.pages(series, cell.window(), slice, page -> found(page, LeafDecision.all(page)));
    }

    private void found(Leaf leaf, LeafDecision decision) throws IOException {
        if (!decision.isEmpty()) {
            findings.found(leaf, decision);
        }
    }

    @Override
    public void differing(
            LeafRef ref, SeriesKey series, CellDigest own, Optional<Answer.Sum> theirs)
            throws IOException {
        long largest = Math.max(own.values(), theirs.map(Answer.Sum::values).orElse(0L));
        if (largest > LeafReader.LEAF_VALUES_MAX && ref.slice().log() < Slice.LOG_MAX) {
            finish();
            cut(ref, series, parts(largest));
            return;
        }
        if (!open.isEmpty()
                && (openValues + own.values() > OPEN_VALUES_MAX || open.size() == OPEN_MAX)) {
            finish();
        }
        Optional<Leaf> read = reader.read(series, ref.cell().window(), ref.slice());
        if (read.isEmpty()) {
            finish();
            if (ref.slice().log() < Slice.LOG_MAX) {
                cut(ref, series, PARTS_OF_LONG_STRINGS);
            } else {
                sendAll(series, ref.cell(), ref.slice());
            }
            return;
        }
        Leaf leaf = read.get();
        long textBytes = leaf.rows().textBytes();
        if (openTextBytes + textBytes > LeafReader.LEAF_TEXT_BYTES_MAX) {
            finish();
        }
        LeafInquiry inquiry = new LeafInquiry(ref, leaf, theirs, stampsWanted, ownDeletes, salt);
        open.add(new Step(ref.cell(), series, inquiry));
        openValues += leaf.valueCount();
        openTextBytes += textBytes;
    }

    /** Of a leaf with too many values; of one with fewer, the strings are too long. */
    private static long parts(long values) {
        return values > LeafReader.LEAF_VALUES_MAX
                ? values / LeafReader.LEAF_VALUES_MAX
                : PARTS_OF_LONG_STRINGS;
    }

    /**
     * @param parts at least; there will be a few times as many, since values do not lie evenly
     */
    private void cut(LeafRef ref, SeriesKey series, long parts) throws IOException {
        int log =
                Math.min(
                        LeafQuestion.Slices.SLICES_LOG_MAX,
                        64 - Long.numberOfLeadingZeros(4 * parts));
        log = Math.min(log, Slice.LOG_MAX - ref.slice().log());
        List<LeafAnswer> answers = ask(List.of(new LeafQuestion.Slices(ref, log)));
        if (answers.get(0) instanceof LeafAnswer.SendAll) {
            sendAll(series, ref.cell(), ref.slice());
            return;
        }
        if (!(answers.get(0) instanceof LeafAnswer.Slices sums)
                || sums.slices().size() != 1 << log) {
            throw new IOException("the successor answered about other slices: " + answers.get(0));
        }
        for (int child = 0; child < sums.slices().size(); child++) {
            Slice slice = ref.slice().child(log, child);
            CellDigest own = reader.sum(series, ref.cell().window(), slice);
            Answer.Sum theirs = sums.slices().get(child);
            if (own.values() > 0 && Salted.fold(own, salt) != theirs.folded()) {
                if (theirs.values() == 0) {
                    finish();
                    sendAll(series, ref.cell(), slice);
                } else {
                    differing(ref.of(slice), series, own, Optional.of(theirs));
                }
            }
        }
    }

    /** Asks about all open leaves at once, until each is decided; then tells them in order. */
    void finish() throws IOException {
        List<LeafInquiry> undecided = undecided();
        while (!undecided.isEmpty()) {
            askAbout(undecided);
            undecided = undecided();
        }
        List<Step> over = List.copyOf(open);
        open.clear();
        openValues = 0;
        openTextBytes = 0;
        for (Step each : over) {
            if (each.inquiry == null) {
                sendAll(each.series, each.cell, Slice.WHOLE);
            } else if (each.inquiry.tooLarge().isPresent()) {
                long theirs = each.inquiry.tooLarge().getAsLong();
                cut(each.inquiry.ref(), each.series, parts(theirs));
                finish();
            } else {
                found(each.inquiry.own(), each.inquiry.decision());
            }
        }
    }

    private List<LeafInquiry> undecided() {
        return open.stream()
                .map(Step::inquiry)
                .filter(inquiry -> inquiry != null && !inquiry.over())
                .toList();
    }

    private void askAbout(List<LeafInquiry> undecided) throws IOException {
        List<LeafAnswer> answers = ask(undecided.stream().map(LeafInquiry::question).toList());
        try {
            for (int i = 0; i < answers.size(); i++) {
                undecided.get(i).take(answers.get(i));
            }
        } catch (MalformedException e) {
            throw new IOException("malformed answer: " + e.getMessage(), e);
        }
    }

    private List<LeafAnswer> ask(List<LeafQuestion> questions) throws IOException {
        List<LeafAnswer> answers =
                talk.ask(new Question.Leaves(salt, questions), Answer.Leaves.class).leaves();
        if (answers.isEmpty() || answers.size() > questions.size()) {
            throw new IOException("the successor answered about no leaf");
        }
        return answers;
    }
}

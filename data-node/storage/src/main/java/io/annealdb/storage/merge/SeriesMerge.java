package io.annealdb.storage.merge;

import io.annealdb.points.Delete;
import io.annealdb.points.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Merges the runs of one series: rows in order of time, for each lane the winner, without what
 * deletes hide. Runs are loaded when the merge comes to them; one that is alone in its time is
 * copied column by column.
 */
public final class SeriesMerge {
    private final MergedRows out;
    private List<Run> pending = List.of();
    private int nextPending;
    private final List<Run> active = new ArrayList<>();
    private List<Delete> deletes = List.of();
    private boolean ascending;
    private boolean withStamps;
    private boolean loadStamps;
    private long from;
    private long to;

    public SeriesMerge(MergedRows out) {
        this.out = out;
    }

    /**
     * Begins a series.
     *
     * @param runs feeds of the lanes, in any order; those outside {@code [from, to]} left out
     * @param deletes those that match the series
     * @param withStamps whether the stamps of winners are asked for
     */
    public void start(
            Shape.Column[] lanes,
            List<? extends Run> runs,
            List<Delete> deletes,
            boolean ascending,
            boolean withStamps,
            long from,
            long to) {
        this.ascending = ascending;
        this.withStamps = withStamps;
        this.from = from;
        this.to = to;
        this.deletes = deletes;
        pending = new ArrayList<>(runs);
        pending.sort(Comparator.comparingLong(run -> run.firstKey(ascending)));
        nextPending = 0;
        active.clear();
        loadStamps = withStamps || !deletes.isEmpty() || overlap();
        out.start(lanes);
    }

    /** Whether rows of one time may meet, so that stamps must decide. */
    private boolean overlap() {
        for (Run run : pending) {
            if (!run.unique) {
                return true;
            }
        }
        for (int i = 1; i < pending.size(); i++) {
            Run before = pending.get(i - 1);
            long beforeLast = ascending ? before.maxTime() : ~before.minTime();
            if (pending.get(i).firstKey(ascending) <= beforeLast) {
                return true;
            }
        }
        return false;
    }

    /** Fills the next piece; false if nothing is left. */
    public boolean next() {
        out.clear();
        while (out.size < MergedRows.ROWS_MAX
                && out.textBytes < MergedRows.TEXT_BYTES_MAX
                && (!active.isEmpty() || activateNext())) {
            long key = smallestKey();
            while (nextPending < pending.size()
                    && pending.get(nextPending).firstKey(ascending) <= key) {
                activateNext();
                key = smallestKey();
            }
            if (active.isEmpty()) {
                continue;
            }
            Run run = active.get(0);
            if (active.size() == 1 && run.unique && !touchedByDeletes(run)) {
                copy(run);
            } else {
                mergeRow(key);
            }
        }
        return out.size > 0;
    }

    private boolean activateNext() {
        if (nextPending == pending.size()) {
            return false;
        }
        Run run = pending.get(nextPending);
        pending.set(nextPending++, null);
        run.open(ascending, loadStamps, from, to);
        if (run.at < run.size) {
            active.add(run);
        }
        return true;
    }

    private long smallestKey() {
        long key = Long.MAX_VALUE;
        for (int i = 0; i < active.size(); i++) {
            Run run = active.get(i);
            key = Math.min(key, run.keys[run.at]);
        }
        return key;
    }

    private boolean touchedByDeletes(Run run) {
        for (int i = 0; i < deletes.size(); i++) {
            Delete delete = deletes.get(i);
            if (delete.minTime() <= run.maxTime() && run.minTime() <= delete.maxTime()) {
                return true;
            }
        }
        return false;
    }

    private void copy(Run run) {
        int until = run.size;
        if (nextPending < pending.size()) {
            until = run.lowerBound(run.at, pending.get(nextPending).firstKey(ascending));
        }
        int count = fitting(run, Math.min(until - run.at, MergedRows.ROWS_MAX - out.size));
        out.reserve(count);
        copyKeys(run.keys, run.at, out.times, out.size, count, ascending);
        int[] stampNumbers = null;
        if (withStamps) {
            stampNumbers = new int[count];
            enterStamps(run, count, stampNumbers);
        }
        for (int lane = 0; lane < out.lanes.length; lane++) {
            copyLane(run, lane, count, stampNumbers);
        }
        out.size += count;
        run.at += count;
        if (run.at == run.size) {
            active.clear();
        }
    }

    /** How many of the run's next rows the piece takes before it has its share of strings. */
    private int fitting(Run run, int rows) {
        long[] lengths = null;
        for (int lane = 0; lane < out.lanes.length; lane++) {
            if (run.bits[lane] != null && run.texts[lane] != null) {
                lengths = lengths == null ? new long[rows] : lengths;
                for (int i = 0; i < rows; i++) {
                    lengths[i] += run.texts[lane][(int) run.bits[lane][run.at + i]].length;
                }
            }
        }
        if (lengths == null) {
            return rows;
        }
        long bytes = out.textBytes;
        int count = 0;
        while (count < rows && bytes < MergedRows.TEXT_BYTES_MAX) {
            bytes += lengths[count++];
        }
        return count;
    }

    private static void copyKeys(
            long[] keys, int at, long[] times, int to, int count, boolean ascending) {
        if (ascending) {
            System.arraycopy(keys, at, times, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                times[to + i] = ~keys[at + i];
            }
        }
    }

    private void enterStamps(Run run, int count, int[] numbers) {
        for (int i = 0; i < count; i++) {
            int stamp = run.stamps[run.at + i];
            numbers[i] = out.stamps.add(run.stampTable.hlc(stamp), run.stampTable.rest(stamp));
        }
    }

    private void copyLane(Run run, int lane, int count, int[] stampNumbers) {
        int[] stampOf = out.stampOf[lane];
        long[] source = run.bits[lane];
        if (source == null) {
            Arrays.fill(stampOf, out.size, out.size + count, -1);
            return;
        }
        out.present[lane] += count;
        if (stampNumbers == null) {
            Arrays.fill(stampOf, out.size, out.size + count, 0);
        } else {
            System.arraycopy(stampNumbers, 0, stampOf, out.size, count);
        }
        long[] target = out.bits[lane];
        if (run.texts[lane] == null) {
            System.arraycopy(source, run.at, target, out.size, count);
        } else {
            byte[][] texts = run.texts[lane];
            for (int i = 0; i < count; i++) {
                target[out.size + i] = out.addText(texts[(int) source[run.at + i]]);
            }
        }
    }

    /** One row out of all that stands at a key; none if deletes hide everything there. */
    private void mergeRow(long key) {
        out.reserve(1);
        int row = out.size;
        long time = ascending ? key : ~key;
        for (int lane = 0; lane < out.lanes.length; lane++) {
            out.stampOf[lane][row] = -1;
        }
        boolean any = false;
        for (int i = active.size() - 1; i >= 0; i--) {
            Run run = active.get(i);
            while (run.at < run.size && run.keys[run.at] == key) {
                any |= compete(run, row, time);
                run.at++;
            }
            if (run.at == run.size) {
                active.remove(i);
            }
        }
        if (any) {
            for (int lane = 0; lane < out.lanes.length; lane++) {
                if (out.stampOf[lane][row] >= 0) {
                    out.present[lane]++;
                }
            }
            out.times[row] = time;
            out.size++;
        }
    }

    private boolean compete(Run run, int row, long time) {
        int stamp = 0;
        if (loadStamps) {
            int number = run.stamps[run.at];
            long hlc = run.stampTable.hlc(number);
            long rest = run.stampTable.rest(number);
            if (hidden(time, hlc, rest)) {
                return false;
            }
            stamp = out.stamps.add(hlc, rest);
        }
        boolean any = false;
        for (int lane = 0; lane < out.lanes.length; lane++) {
            if (run.bits[lane] != null) {
                any = true;
                challenge(run, lane, row, stamp);
            }
        }
        return any;
    }

    private boolean hidden(long time, long hlc, long rest) {
        for (int i = 0; i < deletes.size(); i++) {
            Delete delete = deletes.get(i);
            if (delete.minTime() <= time
                    && time <= delete.maxTime()
                    && StampTable.compare(
                                    hlc,
                                    rest,
                                    delete.stamp().hlc(),
                                    StampTable.rest(delete.stamp()))
                            < 0) {
                return true;
            }
        }
        return false;
    }

    private void challenge(Run run, int lane, int row, int stamp) {
        int holder = out.stampOf[lane][row];
        long value = run.bits[lane][run.at];
        byte[] text = run.texts[lane] == null ? null : run.texts[lane][(int) value];
        if (holder >= 0) {
            int order = out.stamps.compare(stamp, out.stamps, holder);
            if (order < 0) {
                return;
            }
            if (order == 0 && !beats(text, value, out.bits[lane][row])) {
                return;
            }
        }
        out.stampOf[lane][row] = stamp;
        out.bits[lane][row] = text == null ? value : out.addText(text);
    }

    private boolean beats(byte[] text, long value, long holder) {
        return text == null
                ? Winner.bitsBeat(value, holder)
                : Winner.textBeats(text, out.text(holder));
    }
}

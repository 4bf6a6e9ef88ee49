package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.Arrays;
import java.util.List;

/** How many values. */
final class CountPartial implements PartialAggregate {
    private long[] counts = new long[8];

    @Override
    public void add(int slot, SeriesColumns run, int column, int from, int to) {
        ensure(slot);
        counts[slot] += present(run.columns()[column], from, to);
    }

    /** How many rows have a value. */
    static int present(Column column, int from, int to) {
        if (column.type() == null) {
            return 0;
        }
        if (column.present() == null) {
            return to - from;
        }
        int count = 0;
        for (int row = from; row < to; row++) {
            if (column.present()[row]) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        long[] theirs = ((CountPartial) other).counts;
        ensure(slot);
        counts[slot] += otherSlot < theirs.length ? theirs[otherSlot] : 0;
    }

    @Override
    public List<Result> results(int slot) {
        return slot >= counts.length || counts[slot] == 0 ? List.of() : Result.of(counts[slot]);
    }

    private void ensure(int slot) {
        if (slot >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(slot + 1, counts.length * 2));
        }
    }
}

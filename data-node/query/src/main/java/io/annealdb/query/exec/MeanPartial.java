package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.Arrays;
import java.util.List;

/** The mean, kept as sum and count; always a float. */
final class MeanPartial implements PartialAggregate {
    private final boolean floats;
    private long[] counts = new long[8];
    private double[] sums = new double[8];

    MeanPartial(boolean floats) {
        this.floats = floats;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        ensure(slot);
        Column column = run.columns()[columnIndex];
        long count = 0;
        double sum = sums[slot];
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                long bits = column.bits()[row];
                sum += floats ? Double.longBitsToDouble(bits) : bits;
                count++;
            }
        }
        counts[slot] += count;
        sums[slot] = sum;
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        MeanPartial theirs = (MeanPartial) other;
        if (otherSlot < theirs.counts.length) {
            ensure(slot);
            counts[slot] += theirs.counts[otherSlot];
            sums[slot] += theirs.sums[otherSlot];
        }
    }

    @Override
    public List<Result> results(int slot) {
        return slot >= counts.length || counts[slot] == 0
                ? List.of()
                : Result.of(sums[slot] / counts[slot]);
    }

    private void ensure(int slot) {
        if (slot >= counts.length) {
            int larger = Math.max(slot + 1, counts.length * 2);
            counts = Arrays.copyOf(counts, larger);
            sums = Arrays.copyOf(sums, larger);
        }
    }
}

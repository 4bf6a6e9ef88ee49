package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.Arrays;
import java.util.List;

/** The sum: of floats a float, of whole numbers a whole number that wraps, as in InfluxDB. */
final class SumPartial implements PartialAggregate {
    private final boolean floats;
    private long[] counts = new long[8];
    private double[] sums = new double[8];
    private long[] wholes = new long[8];

    SumPartial(boolean floats) {
        this.floats = floats;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        ensure(slot);
        Column column = run.columns()[columnIndex];
        long count = 0;
        double sum = sums[slot];
        long whole = wholes[slot];
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                long bits = column.bits()[row];
                if (floats) {
                    sum += Double.longBitsToDouble(bits);
                } else {
                    whole += bits;
                }
                count++;
            }
        }
        counts[slot] += count;
        sums[slot] = sum;
        wholes[slot] = whole;
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        SumPartial theirs = (SumPartial) other;
        if (otherSlot < theirs.counts.length) {
            ensure(slot);
            counts[slot] += theirs.counts[otherSlot];
            sums[slot] += theirs.sums[otherSlot];
            wholes[slot] += theirs.wholes[otherSlot];
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= counts.length || counts[slot] == 0) {
            return List.of();
        }
        return Result.of(floats ? (Object) sums[slot] : (Object) wholes[slot]);
    }

    private void ensure(int slot) {
        if (slot >= counts.length) {
            int larger = Math.max(slot + 1, counts.length * 2);
            counts = Arrays.copyOf(counts, larger);
            sums = Arrays.copyOf(sums, larger);
            wholes = Arrays.copyOf(wholes, larger);
        }
    }
}

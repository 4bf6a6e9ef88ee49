package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.Arrays;
import java.util.List;

/**
 * The standard deviation of a sample: count, mean and sum of squared distances (Welford), so that
 * states merge (Chan). Of one value there is none: not a number, shown as null.
 */
final class DeviationPartial implements PartialAggregate {
    private final boolean floats;
    private long[] counts = new long[8];
    private double[] means = new double[8];
    private double[] squares = new double[8];

    DeviationPartial(boolean floats) {
        this.floats = floats;
    }

    @Override
    public void add(int slot, SeriesColumns run, int columnIndex, int from, int to) {
        ensure(slot);
        Column column = run.columns()[columnIndex];
        for (int row = from; row < to; row++) {
            if (column.has(row)) {
                long bits = column.bits()[row];
                double value = floats ? Double.longBitsToDouble(bits) : bits;
                double distance = value - means[slot];
                counts[slot]++;
                means[slot] += distance / counts[slot];
                squares[slot] += distance * (value - means[slot]);
            }
        }
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        DeviationPartial theirs = (DeviationPartial) other;
        if (otherSlot >= theirs.counts.length || theirs.counts[otherSlot] == 0) {
            return;
        }
        ensure(slot);
        long both = counts[slot] + theirs.counts[otherSlot];
        double distance = theirs.means[otherSlot] - means[slot];
        squares[slot] +=
                theirs.squares[otherSlot]
                        + distance * distance * counts[slot] * theirs.counts[otherSlot] / both;
        means[slot] += distance * theirs.counts[otherSlot] / both;
        counts[slot] = both;
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= counts.length || counts[slot] == 0) {
            return List.of();
        }
        return Result.of(
                counts[slot] == 1 ? Double.NaN : Math.sqrt(squares[slot] / (counts[slot] - 1)));
    }

    private void ensure(int slot) {
        if (slot >= counts.length) {
            int larger = Math.max(slot + 1, counts.length * 2);
            counts = Arrays.copyOf(counts, larger);
            means = Arrays.copyOf(means, larger);
            squares = Arrays.copyOf(squares, larger);
        }
    }
}

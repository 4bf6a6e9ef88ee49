package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import java.util.Arrays;
import java.util.List;

/**
 * The standard deviation of a sample, from count, sum and sum of squares, so that states merge.
 * Both sums are kept as an unevaluated pair of doubles, about 32 digits: what their difference
 * cancels does not show in the result. Of one value, and where squares overflow (beyond 1e154),
 * there is no deviation: not a number, shown as null.
 */
final class DeviationPartial implements PartialAggregate {
    private final boolean floats;
    private long[] counts = new long[8];
    private double[] sums = new double[8];
    private double[] sumsLow = new double[8];
    private double[] squares = new double[8];
    private double[] squaresLow = new double[8];

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
                double square = value * value;
                counts[slot]++;
                addTo(sums, sumsLow, slot, value, 0);
                addTo(squares, squaresLow, slot, square, Math.fma(value, value, -square));
            }
        }
    }

    /** Adds a pair to the pair in a slot (Knuth's two-sum). */
    private static void addTo(double[] high, double[] low, int slot, double value, double rest) {
        double sum = high[slot] + value;
        double part = sum - high[slot];
        double lost = (high[slot] - (sum - part)) + (value - part) + low[slot] + rest;
        high[slot] = sum + lost;
        low[slot] = lost - (high[slot] - sum);
    }

    @Override
    public void merge(int slot, PartialAggregate other, int otherSlot) {
        DeviationPartial theirs = (DeviationPartial) other;
        if (otherSlot < theirs.counts.length) {
            ensure(slot);
            counts[slot] += theirs.counts[otherSlot];
            addTo(sums, sumsLow, slot, theirs.sums[otherSlot], theirs.sumsLow[otherSlot]);
            addTo(
                    squares,
                    squaresLow,
                    slot,
                    theirs.squares[otherSlot],
                    theirs.squaresLow[otherSlot]);
        }
    }

    @Override
    public List<Result> results(int slot) {
        if (slot >= counts.length || counts[slot] == 0) {
            return List.of();
        }
        long count = counts[slot];
        return Result.of(count == 1 ? Double.NaN : Math.sqrt(distances(slot) / (count - 1)));
    }

    /**
     * The sum of the squared distances from the mean: squares less the square of the sum by count.
     */
    private double distances(int slot) {
        double count = counts[slot];
        double sum = sums[slot];
        double low = sumsLow[slot];
        double product = sum * sum;
        double productLow = Math.fma(sum, sum, -product) + 2 * sum * low;
        double mean = product / count;
        double meanLow = (Math.fma(-mean, count, product) + productLow) / count;
        double difference = squares[slot] - mean;
        double part = difference - squares[slot];
        double lost = (squares[slot] - (difference - part)) + (-mean - part);
        return Math.max(0, difference + (lost + squaresLow[slot] - meanLow));
    }

    private void ensure(int slot) {
        if (slot >= counts.length) {
            int larger = Math.max(slot + 1, counts.length * 2);
            counts = Arrays.copyOf(counts, larger);
            sums = Arrays.copyOf(sums, larger);
            sumsLow = Arrays.copyOf(sumsLow, larger);
            squares = Arrays.copyOf(squares, larger);
            squaresLow = Arrays.copyOf(squaresLow, larger);
        }
    }
}

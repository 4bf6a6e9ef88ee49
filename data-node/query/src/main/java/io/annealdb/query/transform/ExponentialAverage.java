package io.annealdb.query.transform;

/**
 * A mean in which each value weighs less than the one after it. The first values, as many as the
 * period, are averaged with a weight of their own: evenly, or so that the first does not dominate.
 */
final class ExponentialAverage implements Indicator {
    private final int period;
    private final boolean simple;
    private final double weight;
    private int count;
    private double last;

    /**
     * @param simple whether the warmup is an even mean
     */
    ExponentialAverage(int period, boolean simple) {
        this(period, simple, 2.0 / (period + 1.0));
    }

    /**
     * @param weight of each value after the warmup, above 0, at most 1
     */
    ExponentialAverage(int period, boolean simple, double weight) {
        this.period = period;
        this.simple = simple;
        this.weight = weight;
    }

    @Override
    public double next(double value) {
        if (count == 0) {
            last = value;
        } else if (isWarm()) {
            last += (value - last) * weight;
        } else if (simple) {
            last = (last * count + value) / (count + 1);
        } else {
            last += (value - last) * (2.0 / (count + 2));
        }
        count = Math.min(count + 1, period);
        return last;
    }

    boolean isWarm() {
        return count == period;
    }

    /** Whether what it gives may go into another average yet. */
    boolean feeds() {
        return !simple || isWarm();
    }

    double last() {
        return last;
    }

    @Override
    public int warmCount() {
        return period - 1;
    }
}

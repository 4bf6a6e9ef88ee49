package io.annealdb.query.transform;

/** Kaufman's ratio: how far the values have come, by the way they took. */
final class Efficiency implements Indicator {
    private final double[] values;
    private final double[] steps;
    private int newest;
    private int count;
    private double way;

    Efficiency(int period) {
        this.values = new double[period];
        this.steps = new double[period];
    }

    @Override
    public double next(double value) {
        int oldest = (newest + 1) % values.length;
        double distance = Math.abs(value - values[oldest]);
        double step = Math.abs(value - values[newest]);
        way += step - steps[oldest];
        newest = oldest;
        values[newest] = value;
        steps[newest] = step;
        count = Math.min(count + 1, values.length + 1);
        return distance == 0 || way == 0 ? 0 : distance / way;
    }

    boolean isWarm() {
        return count == values.length + 1;
    }

    /** The value that came last; 0 before the first. */
    double last() {
        return values[newest];
    }

    @Override
    public int warmCount() {
        return values.length;
    }
}

package io.annealdb.query.transform;

/** Kaufman's average: it follows values the closer the more straight their way is. */
final class AdaptiveAverage implements Indicator {
    private static final double FASTEST = 2.0 / (2 + 1);
    private static final double SLOWEST = 2.0 / (30 + 1);

    private final Efficiency efficiency;
    private double last;

    AdaptiveAverage(int period) {
        this.efficiency = new Efficiency(period);
    }

    @Override
    public double next(double value) {
        if (!efficiency.isWarm()) {
            last = efficiency.last();
        }
        double ratio = efficiency.next(value);
        double weight = Math.pow(ratio * (FASTEST - SLOWEST) + SLOWEST, 2);
        last += weight * (value - last);
        return last;
    }

    @Override
    public int warmCount() {
        return efficiency.warmCount();
    }
}

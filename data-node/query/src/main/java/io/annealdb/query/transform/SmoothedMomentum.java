package io.annealdb.query.transform;

/** How the averaged gains of a sequence compare with its averaged losses. */
final class SmoothedMomentum implements Indicator {
    /** From 0 to 100, or from -100 to 100. */
    enum Scale {
        STRENGTH,
        OSCILLATION
    }

    private final Scale scale;
    private final ExponentialAverage gains;
    private final ExponentialAverage losses;
    private double last;

    SmoothedMomentum(int period, boolean simple, Scale scale) {
        this.scale = scale;
        this.gains = new ExponentialAverage(period + 1, simple, 1.0 / period);
        this.losses = new ExponentialAverage(period + 1, simple, 1.0 / period);
    }

    @Override
    public double next(double value) {
        double up = gains.next(Math.max(0, value - last));
        double down = losses.next(Math.max(0, last - value));
        last = value;
        return scale == Scale.STRENGTH
                ? 100 - 100 / (1 + up / down)
                : 100 * ((up - down) / (up + down));
    }

    @Override
    public int warmCount() {
        return gains.warmCount();
    }
}

package io.annealdb.query.transform;

/** Chande's oscillator: the gains of the latest values against their losses, from -100 to 100. */
final class Momentum implements Indicator {
    private final double[] rises;
    private int oldest;
    private boolean any;
    private double last;
    private double gains;
    private double losses;

    Momentum(int period) {
        this.rises = new double[Math.max(1, period - 1)];
    }

    @Override
    public double next(double value) {
        double rise = any ? value - last : 0;
        gains += Math.max(0, rise);
        losses += Math.max(0, -rise);
        double figure = gains == 0 && losses == 0 ? 0 : 100 * ((gains - losses) / (gains + losses));
        gains -= Math.max(0, rises[oldest]);
        losses -= Math.max(0, -rises[oldest]);
        rises[oldest] = rise;
        oldest = (oldest + 1) % rises.length;
        any = true;
        last = value;
        return figure;
    }

    @Override
    public int warmCount() {
        return rises.length;
    }
}

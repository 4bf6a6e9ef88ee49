package io.annealdb.query.transform;

/** What is made of the average of averages: less lag, or the rate of change. */
final class RepeatedAverage implements Indicator {
    enum Kind {
        DOUBLE,
        TRIPLE,
        RATE
    }

    private final Kind kind;
    private final boolean simple;
    private final ExponentialAverage first;
    private final ExponentialAverage second;
    private final ExponentialAverage third;
    private double before;

    RepeatedAverage(Kind kind, int period, boolean simple) {
        this.kind = kind;
        this.simple = simple;
        this.first = new ExponentialAverage(period, simple);
        this.second = new ExponentialAverage(period, simple);
        this.third = new ExponentialAverage(period, simple);
    }

    @Override
    public double next(double value) {
        double once = first.next(value);
        double twice = first.feeds() ? second.next(once) : once;
        if (kind == Kind.DOUBLE) {
            return 2 * once - twice;
        }
        boolean feeds = kind == Kind.RATE ? first.feeds() && second.feeds() : second.feeds();
        double thrice = feeds ? third.next(twice) : twice;
        if (kind == Kind.TRIPLE) {
            return 3 * once - 3 * twice + thrice;
        }
        double rate = (thrice / before - 1) * 100;
        before = thrice;
        return rate;
    }

    @Override
    public int warmCount() {
        int averages = !simple ? 1 : kind == Kind.DOUBLE ? 2 : 3;
        return averages * first.warmCount() + (kind == Kind.RATE ? 1 : 0);
    }
}

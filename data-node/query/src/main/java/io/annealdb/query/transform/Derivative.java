package io.annealdb.query.transform;

/** The rise from value to value per unit of time; of values of one time the first counts. */
final class Derivative implements Transformation {
    private final double unitNs;
    private final boolean nonNegative;
    private final boolean ascending;
    private boolean any;
    private long lastTime;
    private Object last;

    Derivative(long unitNs, boolean nonNegative, boolean ascending) {
        this.unitNs = unitNs;
        this.nonNegative = nonNegative;
        this.ascending = ascending;
    }

    @Override
    public void add(long time, Object value, Output out) {
        if (any && time == lastTime) {
            return;
        }
        if (any) {
            double rise = Difference.between(last, value);
            long span = ascending ? time - lastTime : lastTime - time;
            if (!nonNegative || rise >= 0) {
                out.give(time, rise / (span / unitNs));
            }
        }
        any = true;
        lastTime = time;
        last = value;
    }
}

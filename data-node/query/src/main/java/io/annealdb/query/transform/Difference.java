package io.annealdb.query.transform;

/** The difference of each value from the one before it; of values of one time the first counts. */
final class Difference implements Transformation {
    private final boolean whole;
    private final boolean nonNegative;
    private boolean any;
    private long lastTime;
    private Object last;

    Difference(boolean whole, boolean nonNegative) {
        this.whole = whole;
        this.nonNegative = nonNegative;
    }

    @Override
    public void add(long time, Object value, Output out) {
        if (any && time == lastTime) {
            return;
        }
        if (any) {
            double rise = between(last, value);
            if (!nonNegative || rise >= 0) {
                out.give(time, whole ? (Object) ((Long) value - (Long) last) : (Object) rise);
            }
        }
        any = true;
        lastTime = time;
        last = value;
    }

    /** Of whole numbers it is reckoned whole, and wraps. */
    static double between(Object from, Object to) {
        return from instanceof Long a && to instanceof Long b
                ? (double) (b - a)
                : ((Number) to).doubleValue() - ((Number) from).doubleValue();
    }
}

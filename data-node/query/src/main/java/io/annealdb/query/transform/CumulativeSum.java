package io.annealdb.query.transform;

/** The sum of all values so far. */
final class CumulativeSum implements Transformation {
    private final boolean whole;
    private long wholeSum;
    private double sum;

    CumulativeSum(boolean whole) {
        this.whole = whole;
    }

    @Override
    public void add(long time, Object value, Output out) {
        if (whole) {
            wholeSum += (Long) value;
            out.give(time, wholeSum);
        } else {
            sum += ((Number) value).doubleValue();
            out.give(time, sum);
        }
    }
}

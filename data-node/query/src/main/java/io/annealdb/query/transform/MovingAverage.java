package io.annealdb.query.transform;

import java.util.Arrays;

/** The mean of the latest values, once there are enough of them. Keeps as many as its window. */
final class MovingAverage implements Transformation {
    private final int window; // may be far larger than the data: the arrays grow to it by and by
    private final boolean whole;
    private double[] latest = new double[16];
    private long[] latestWhole = new long[16];
    private int size;
    private int next;
    private double sum;
    private long wholeSum;

    MovingAverage(int window, boolean whole) {
        this.window = window;
        this.whole = whole;
    }

    @Override
    public void add(long time, Object value, Output out) {
        int place = next;
        ensure(place);
        next = next + 1 == window ? 0 : next + 1;
        size = Math.min(size + 1, window);
        if (whole) {
            wholeSum += (Long) value - latestWhole[place];
            latestWhole[place] = (Long) value;
        } else {
            sum -= latest[place];
            latest[place] = ((Number) value).doubleValue();
            sum += latest[place];
        }
        if (size == window) {
            out.give(time, (whole ? (double) wholeSum : sum) / window);
        }
    }

    private void ensure(int place) {
        if (place >= latest.length) {
            int length = Math.min(window, latest.length * 2);
            latest = Arrays.copyOf(latest, length);
            latestWhole = Arrays.copyOf(latestWhole, length);
        }
    }
}

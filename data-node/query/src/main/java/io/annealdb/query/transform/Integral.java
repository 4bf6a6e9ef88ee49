package io.annealdb.query.transform;

import io.annealdb.query.transform.Transformations.Grouping;

/**
 * The area under the values, bucket by bucket, by the trapezium rule. Where a bucket ends between
 * two values, what lies on the line between them counts there.
 */
final class Integral implements Transformation {
    private final double unitNs;
    private final Grouping grouping;
    private boolean any;
    private long lastTime;
    private double last;
    private double sum;
    private long start; // where the bucket is entered
    private long end;

    Integral(long unitNs, Grouping grouping) {
        this.unitNs = unitNs;
        this.grouping = grouping;
    }

    @Override
    public void add(long time, Object value, Output out) {
        double number = ((Number) value).doubleValue();
        if (!any) {
            any = true;
            enterBucket(time);
        } else if (time != lastTime) {
            if (grouping.interval() > 0 && isBeyond(time)) {
                leaveBucket(time, number, out);
            }
            sum += area(time, number);
        }
        lastTime = time;
        last = number;
    }

    private boolean isBeyond(long time) {
        return grouping.ascending() ? time >= end : time <= end;
    }

    private void leaveBucket(long time, double value, Output out) {
        if (lastTime != end) {
            double slope = (value - last) / (time - lastTime);
            double atEnd = slope * (end - lastTime) + last;
            sum += area(end, atEnd);
            last = atEnd;
            lastTime = end;
        }
        out.give(start, sum);
        enterBucket(time);
        sum = 0;
    }

    private void enterBucket(long time) {
        if (grouping.interval() == 0) {
            return;
        }
        long low = grouping.bucket().applyAsLong(time);
        long high = low + grouping.interval();
        start = grouping.ascending() ? low : high;
        end = grouping.ascending() ? high : low;
    }

    private double area(long time, double value) {
        return 0.5 * (value + last) * ((time - lastTime) / unitNs);
    }

    @Override
    public void end(Output out) {
        if (any && lastTime != start) {
            out.give(start, sum);
        }
    }
}

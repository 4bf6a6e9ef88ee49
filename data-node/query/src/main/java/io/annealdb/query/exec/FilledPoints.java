package io.annealdb.query.exec;

import io.annealdb.points.FieldType;
import io.annealdb.query.QueryException;
import io.annealdb.query.QueryLimits;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.plan.CallSpec.Aggregate;
import io.annealdb.query.plan.CompiledSelect;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The results of one call in every bucket of the time range: an empty bucket gets what fill() says.
 * Buckets begin with the range, or, where the statement does not bound it, with the first result.
 */
final class FilledPoints implements Iterator<CallPoint> {
    private final List<CallPoint> points;
    private final CompiledSelect select;
    private final Fill fill;
    private final FieldType type;
    private final long step;
    private final long lastBucket;
    private int at;
    private long bucket;
    private boolean ended;
    private CallPoint previous;

    FilledPoints(List<CallPoint> points, Aggregate call, CompiledSelect select) {
        this.points = points;
        this.select = select;
        this.fill =
                call.counts() && select.fill() instanceof Fill.Null
                        ? new Fill.Number(0L)
                        : select.fill();
        this.type = call.resultType();
        boolean ascending = select.ascending();
        this.step = ascending ? select.interval() : -select.interval();
        this.ended = points.isEmpty();
        long first = ended ? 0 : points.get(0).time();
        long final_ = ended ? 0 : points.get(points.size() - 1).time();
        long low =
                select.lowerBound()
                        ? select.bucket(select.minTime(call.lookback()))
                        : Math.min(first, final_);
        long high =
                Math.max(select.bucket(select.maxTime(call.lookback())), Math.max(first, final_));
        this.bucket = ascending ? low : high;
        this.lastBucket = ascending ? high : low;
        if (!ended) {
            refuseTooMany(low, high);
        }
    }

    private void refuseTooMany(long low, long high) {
        long buckets = count(low, high, select.interval());
        if (buckets > QueryLimits.BUCKETS_MAX) {
            throw new QueryException(
                    "max-select-buckets limit exceeded: ("
                            + buckets
                            + "/"
                            + QueryLimits.BUCKETS_MAX
                            + ")");
        }
    }

    /** How many buckets a range has; saturates. */
    static long count(long low, long high, long interval) {
        long span = high - low;
        return high >= low && span < 0 ? Long.MAX_VALUE : span / interval + 1;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public CallPoint next() {
        if (ended) {
            throw new NoSuchElementException("no more buckets");
        }
        CallPoint point;
        if (at < points.size() && points.get(at).time() == bucket) {
            point = points.get(at++);
            previous = point;
        } else {
            point = new CallPoint(bucket, filled(), null);
        }
        ended = bucket == lastBucket;
        bucket += step;
        return point;
    }

    private Object filled() {
        if (fill instanceof Fill.Number number) {
            return Values.filled(number.value(), type);
        }
        if (fill instanceof Fill.Previous) {
            return previous == null ? null : previous.value();
        }
        return fill instanceof Fill.Linear ? between() : null;
    }

    private Object between() {
        boolean numbers = type != null && type.numeric();
        if (!numbers || previous == null || at >= points.size()) {
            return null;
        }
        CallPoint next = points.get(at);
        long interval = select.interval();
        long from = previous.time() / interval;
        double whole = next.time() / interval - from;
        double part = bucket / interval - from;
        double low = ((Number) previous.value()).doubleValue();
        if (type == FieldType.FLOAT) {
            double slope = (((Number) next.value()).doubleValue() - low) / whole;
            return slope * part + low;
        }
        long rise = (Long) next.value() - (Long) previous.value();
        return (long) (rise / whole * part + low);
    }
}

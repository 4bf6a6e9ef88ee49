package io.annealdb.query.exec;

import io.annealdb.query.ast.Fill;
import io.annealdb.query.plan.BoundSelect;
import io.annealdb.query.plan.CallSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The rows of one group of an aggregate: the results of each call, filled and limited by themselves
 * as InfluxDB does, then put side by side where their times agree.
 */
final class AggregateRows implements Iterator<Object[]> {
    private final BoundSelect bound;
    private final List<Points> calls = new ArrayList<>();
    private final Object[] row;

    AggregateRows(BoundSelect bound, CallResults results) {
        this.bound = bound;
        this.row = new Object[bound.calls().size() + bound.columns().size()];
        for (CallSpec call : bound.calls()) {
            Iterator<CallPoint> points = results.of(call);
            for (long skip = 0; skip < bound.select().rowOffset() && points.hasNext(); skip++) {
                points.next();
            }
            calls.add(new Points(points));
        }
    }

    @Override
    public boolean hasNext() {
        return calls.stream().anyMatch(points -> points.head() != null);
    }

    @Override
    public Object[] next() {
        Points first = null;
        for (Points points : calls) {
            boolean sooner =
                    points.head() != null
                            && (first == null || before(points.head().time(), first.head().time()));
            first = sooner ? points : first;
        }
        if (first == null) {
            throw new NoSuchElementException("no more rows");
        }
        long time = first.head().time();
        for (int call = 0; call < calls.size(); call++) {
            CallPoint head = calls.get(call).head();
            boolean here = head != null && head.time() == time;
            put(call, here ? head.value() : null);
            if (here) {
                putBeside(head.beside());
                calls.get(call).advance();
            }
        }
        return OutputRows.of(bound, time, row);
    }

    private boolean before(long a, long b) {
        return bound.select().ascending() ? a < b : a > b;
    }

    private void putBeside(Object[] beside) {
        for (int i = 0; i < bound.columns().size(); i++) {
            put(bound.calls().size() + i, beside == null ? null : beside[i]);
        }
    }

    /** A value of a row; where there is none, what stood there stays under fill(previous). */
    private void put(int place, Object value) {
        if (value == null && bound.select().fill() instanceof Fill.Previous) {
            return;
        }
        int calls = bound.calls().size();
        row[place] =
                value != null
                        ? value
                        : OutputRows.missing(
                                bound.select().fill(),
                                place < calls
                                        ? bound.calls().get(place).resultType()
                                        : bound.columns().get(place - calls).type());
    }

    /** The results of one call, LIMIT applied. */
    private final class Points {
        private final Iterator<CallPoint> points;
        private long left;
        private CallPoint head;

        Points(Iterator<CallPoint> points) {
            this.points = points;
            this.left = bound.select().limit() == 0 ? Long.MAX_VALUE : bound.select().limit();
            advance();
        }

        CallPoint head() {
            return head;
        }

        void advance() {
            head = left > 0 && points.hasNext() ? points.next() : null;
            left--;
        }
    }
}

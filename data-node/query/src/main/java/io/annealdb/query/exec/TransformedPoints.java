package io.annealdb.query.exec;

import io.annealdb.query.transform.Transformation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** What a transformation makes of points, computed as it is asked for; empty points are skipped. */
final class TransformedPoints implements Iterator<CallPoint> {
    private final Iterator<CallPoint> input;
    private final Transformation transformation;
    private final Deque<CallPoint> ready = new ArrayDeque<>();
    private boolean ended;

    TransformedPoints(Iterator<CallPoint> input, Transformation transformation) {
        this.input = input;
        this.transformation = transformation;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && input.hasNext()) {
            CallPoint point = input.next();
            if (point.value() != null) {
                transformation.add(point.time(), point.value(), this::give);
            }
        }
        if (ready.isEmpty() && !ended) {
            ended = true;
            transformation.end(this::give);
        }
        return !ready.isEmpty();
    }

    private void give(long time, Object value) {
        ready.add(new CallPoint(time, value, null));
    }

    @Override
    public CallPoint next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more points");
        }
        return ready.remove();
    }
}

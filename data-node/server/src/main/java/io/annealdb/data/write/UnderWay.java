package io.annealdb.data.write;

import io.annealdb.points.Stamp;
import java.util.TreeMap;

/**
 * The batches and deletes that this node has stamped as a coordinator and that are not over: they
 * may still be sent, hinted or acknowledged, the watching after the acknowledgement included. What
 * is over has been stored by each owner, or a hint or a debt on disk stands for it, or it was given
 * up. So no stamp at or below {@link #closed} is at work in this coordinator any more (repair.md
 * R1); hint queues are to be looked at after this. Any thread may use it.
 */
public final class UnderWay {
    private final Stamper stamper;
    private final TreeMap<Long, Integer> parts = new TreeMap<>(Long::compareUnsigned);

    public UnderWay(Stamper stamper) {
        this.stamper = stamper;
    }

    /** A stamp above all before; under way until {@link #over} is told of it. */
    synchronized Stamp begin() {
        Stamp stamp = stamper.next();
        also(stamp);
        return stamp;
    }

    /** One more part has that stamp, which is under way; it is over by itself. */
    synchronized void also(Stamp stamp) {
        parts.merge(stamp.hlc(), 1, Integer::sum);
    }

    synchronized void over(Stamp stamp) {
        Integer left = parts.get(stamp.hlc());
        if (left == null) {
            throw new IllegalStateException("not under way: " + stamp);
        }
        if (left == 1) {
            parts.remove(stamp.hlc());
        } else {
            parts.put(stamp.hlc(), left - 1);
        }
    }

    /**
     * A clock value below every stamp under way, and not above any stamp to come.
     *
     * @throws java.io.UncheckedIOException if the clock cannot make that promise durable
     */
    public synchronized long closed() {
        long closed = stamper.close();
        return parts.isEmpty() ? closed : parts.firstKey() - 1;
    }
}

package io.annealdb.points.time;

import io.annealdb.points.NodeId;
import io.annealdb.points.Stamp;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A node's hybrid logical clock (repair.md S1, S2): every stamp is above all that this node gave or
 * heard of, in this life and in earlier ones. It resumes above a bound that was persisted before
 * any value below it was used. All methods may be called from any thread.
 */
public final class HybridClock {
    /**
     * How far a bound is set ahead. A restart jumps that far, so it must be short against
     * max-clock-ahead, or a node that keeps dying runs away from its peers; the price is one write
     * to disk for each such step of time.
     */
    private static final long BOUND_STEP = Stamp.hlcOf(Duration.ofSeconds(1).toMillis(), 0);

    private final InstantSource wall;
    private final ClockBound kept;
    private final long maxAheadMillis;
    private long last;
    private long bound;

    /**
     * @param maxAhead how far ahead of the wall a peer's clock is believed: {@code max-clock-ahead}
     */
    public HybridClock(InstantSource wall, ClockBound kept, Duration maxAhead) {
        this.wall = wall;
        this.kept = kept;
        this.maxAheadMillis = maxAhead.toMillis();
        this.bound = kept.load();
        this.last = bound;
    }

    /**
     * A stamp above all before.
     *
     * @throws UncheckedIOException if the bound above it cannot be kept
     */
    public synchronized Stamp next(NodeId node, int incarnation) {
        long value = Math.max(Stamp.hlcOf(wall.millis(), 0), last + 1);
        reserve(value);
        last = value;
        return new Stamp(value, node.value(), incarnation);
    }

    /**
     * A closed value: no later stamp of this node, in this life or a later one, will be at or below
     * it, even if the wall is set back meanwhile.
     */
    public synchronized long close() {
        long value = now();
        reserve(value);
        last = value;
        return value;
    }

    /**
     * What this node's messages say its clock is. No promise about stamps to come: {@link #close}
     * makes that.
     */
    public synchronized long now() {
        return Math.max(Stamp.hlcOf(wall.millis(), 0), last);
    }

    /**
     * Advances past a clock heard from a peer. If the bound above it cannot be kept (a full disk),
     * the peer's message is not lost for that: the next stamp has to keep it, or is not given.
     *
     * @return false, and nothing moved, if it is more than max-clock-ahead before this node's wall
     */
    public synchronized boolean hear(long hlc) {
        if (tooFarAhead(hlc)) {
            return false;
        }
        if (hlc > last) {
            last = hlc;
            try {
                reserve(hlc);
            } catch (UncheckedIOException e) {
                // whoever asks for a stamp is told
            }
        }
        return true;
    }

    /** Whether a fresh write under that clock value must be refused (repair.md S2). */
    public boolean tooFarAhead(long hlc) {
        return (hlc >>> 16) > wall.millis() + maxAheadMillis;
    }

    private void reserve(long value) {
        if (value >= bound) {
            long next = value + BOUND_STEP;
            kept.persist(next); // if that fails, the old bound stands, and the next use tries again
            bound = next;
        }
    }
}

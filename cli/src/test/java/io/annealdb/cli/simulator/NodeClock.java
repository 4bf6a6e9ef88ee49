package io.annealdb.cli.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The wall clock of one node: ahead of the true time or behind it, too fast or too slow. */
final class NodeClock implements InstantSource {
    private static final double MILLION = 1e6;

    private final EventQueue events;
    private final double driftPerMillion;
    private Duration ahead;

    NodeClock(EventQueue events, Duration ahead, double driftPerMillion) {
        this.events = events;
        this.ahead = ahead;
        this.driftPerMillion = driftPerMillion;
    }

    /** Somebody sets it, forward or back, to be that far ahead of the true time. */
    void set(Duration aheadOfTrueTime) {
        ahead = aheadOfTrueTime.minusNanos(drifted());
    }

    private long drifted() {
        return (long) (events.now() / MILLION * driftPerMillion);
    }

    @Override
    public Instant instant() {
        return SimulatedNode.DAWN.plusNanos(events.now()).plus(ahead).plusNanos(drifted());
    }
}

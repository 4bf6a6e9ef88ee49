package io.annealdb.repair.compare;

import io.annealdb.repair.ring.Hop;
import java.io.IOException;
import java.time.InstantSource;

/** Runs one hop, at its source. */
public final class HopSource {
    private final Hop hop;
    private final ShardReplica own;
    private final Successor successor;
    private final Throttle throttle;
    private final InstantSource clock;
    private final HopProgress progress;

    public HopSource(
            Hop hop,
            ShardReplica own,
            Successor successor,
            Throttle throttle,
            InstantSource clock,
            HopProgress progress) {
        this.hop = hop;
        this.own = own;
        this.successor = successor;
        this.throttle = throttle;
        this.clock = clock;
        this.progress = progress;
    }

    /** Compares and sends what the successor lacks. */
    public HopOutcome run() throws IOException {
        throw new UnsupportedOperationException(
                "" + hop + own + successor + throttle + clock + progress);
    }

    /** Compares and counts; nothing is stored on either side. */
    public HopOutcome dryRun() throws IOException {
        throw new UnsupportedOperationException();
    }
}

package io.annealdb.data.node;

import io.annealdb.data.write.Stamper;
import io.annealdb.points.NodeId;
import io.annealdb.points.Stamp;
import io.annealdb.points.time.HybridClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This node's clock as a coordinator uses it. While a peer refuses it for being ahead, the node
 * coordinates no writes (repair.md S2); that ends by itself once the peer's clock has come near.
 * Any thread may use it.
 */
public final class CoordinatorClock implements Stamper {
    private final HybridClock clock;
    private final NodeId self;
    private final long aheadMaxMillis;
    private final Map<NodeId, Long> heard = new ConcurrentHashMap<>();
    private final Map<NodeId, Long> refusedBy = new ConcurrentHashMap<>();
    private volatile int incarnation;

    /**
     * @param aheadMax {@code max-clock-ahead}
     */
    public CoordinatorClock(HybridClock clock, NodeId self, int incarnation, Duration aheadMax) {
        this.clock = clock;
        this.self = self;
        this.incarnation = incarnation;
        this.aheadMaxMillis = aheadMax.toMillis();
    }

    /** Meta has counted this start. */
    public void startedAs(int number) {
        incarnation = number;
    }

    public int incarnation() {
        return incarnation;
    }

    @Override
    public Stamp next() {
        return clock.next(self, incarnation);
    }

    @Override
    public long close() {
        return clock.close();
    }

    @Override
    public boolean hear(long value) {
        return clock.hear(value);
    }

    /** A peer's clock, as its messages say it. */
    public void heard(NodeId peer, long value) {
        clock.hear(value);
        heard.put(peer, value);
        if (!refusedBy.isEmpty() && !ahead(value)) {
            refusedBy.remove(peer);
        }
    }

    private boolean ahead(long peersClock) {
        return millis(clock.now()) - millis(peersClock) > aheadMaxMillis;
    }

    private static long millis(long hlc) {
        return hlc >>> 16;
    }

    @Override
    public void refused(NodeId by, long itsClock) {
        refusedBy.put(by, itsClock);
    }

    @Override
    public String clockTrouble() {
        return refusedBy.entrySet().stream()
                .findFirst()
                .map(
                        entry ->
                                "the clock of node "
                                        + self
                                        + " is about "
                                        + (millis(clock.now()) - millis(entry.getValue())) / 1000
                                        + " s ahead of that of node "
                                        + entry.getKey()
                                        + ", which refuses its writes. Set the clock right; until"
                                        + " then write through another node.")
                .orElse("");
    }
}

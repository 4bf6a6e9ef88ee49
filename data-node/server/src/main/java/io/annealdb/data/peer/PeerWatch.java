package io.annealdb.data.peer;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DataNodeInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.time.Scheduler;
import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks the peers what waits there for this node. So it learns whether this node is behind
 * (repair.md O3), and which of the peers that were away are back.
 */
public final class PeerWatch implements Closeable {
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How often a peer that has said "nothing waits" is asked again. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private static final class Asked {
        /** It lives, and has said that nothing waits. */
        boolean confirmed;

        /** Some call was made, answered or not. */
        boolean tried;

        /** Ends with the call that is under way, or has ended with the last. */
        CompletableFuture<Void> asking = CompletableFuture.completedFuture(null);

        long atMillis;
    }

    private final NodeId self;
    private final Supplier<ClusterImage> image;
    private final Peers peers;
    private final PeerHealth health;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Map<NodeId, Asked> asked = new HashMap<>(); // guarded by itself
    private Optional<Scheduler.Task> ticking = Optional.empty();

    public PeerWatch(
            NodeId self,
            Supplier<ClusterImage> image,
            Peers peers,
            PeerHealth health,
            Scheduler scheduler,
            InstantSource clock) {
        this.self = self;
        this.image = image;
        this.peers = peers;
        this.health = health;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    public synchronized void start() {
        tick();
        ticking = Optional.of(scheduler.every(TICK, this::tick));
    }

    private List<NodeId> others() {
        return image.get().dataNodes().stream()
                .map(DataNodeInfo::id)
                .filter(node -> !node.equals(self))
                .toList();
    }

    private void tick() {
        for (NodeId node : others()) {
            boolean due;
            synchronized (asked) {
                Asked state = asked.computeIfAbsent(node, n -> new Asked());
                long age = clock.millis() - state.atMillis;
                due = !state.confirmed || !health.live(node) || age >= ASK_AGAIN.toMillis();
            }
            if (due) {
                ask(node);
            }
        }
        if (!health.live(self)) {
            ask(self); // a lost call to itself must not hold back its own hints for ever
        }
    }

    /** A peer that counted as away has called: look whether it can be called too. */
    public void heardFrom(NodeId node) {
        if (!health.live(node)) {
            ask(node);
        }
    }

    /**
     * Looks now whether a peer that counts as away is back; for a caller that cannot do without it.
     *
     * @return ends when the peer has answered or its time for that is over; {@link PeerHealth} then
     *     has the result
     */
    public CompletableFuture<Void> look(NodeId node) {
        return ask(node);
    }

    private CompletableFuture<Void> ask(NodeId node) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        synchronized (asked) {
            Asked state = asked.computeIfAbsent(node, n -> new Asked());
            if (!state.asking.isDone()) {
                return state.asking;
            }
            state.asking = ended;
            state.atMillis = clock.millis();
        }
        scheduler.execute(
                () -> {
                    boolean nothing = false;
                    try {
                        nothing = peers.peer(node).hintsForMe().none();
                        health.answered(node);
                    } catch (PeerException e) {
                        health.failed(e);
                    } finally {
                        synchronized (asked) {
                            Asked state = asked.get(node);
                            state.tried = true;
                            state.confirmed = nothing;
                        }
                        ended.complete(null);
                    }
                });
        return ended;
    }

    /**
     * The live peers that have not said that nothing waits there for this node; while there is one,
     * this node's copies may lack acknowledged points.
     */
    public List<NodeId> behind() {
        synchronized (asked) {
            return others().stream()
                    .filter(
                            node -> {
                                Asked state = asked.get(node);
                                return state == null
                                        || !state.tried
                                        || health.live(node) && !state.confirmed;
                            })
                    .toList();
        }
    }

    @Override
    public synchronized void close() {
        ticking.ifPresent(Scheduler.Task::cancel);
    }
}

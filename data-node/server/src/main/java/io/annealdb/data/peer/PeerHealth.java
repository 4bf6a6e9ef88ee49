package io.annealdb.data.peer;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.NodeId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Which peers have stopped answering. Once a call to a peer has failed, writes to it are hinted at
 * once, until it has answered a call again or is heard from. Any thread may use it.
 *
 * <pre>
 *   LIVE ── a call is unreachable or times out ─▶ AWAY ── it answers, {@link PeerWatch} asks each second ─▶ LIVE
 * </pre>
 */
public final class PeerHealth {
    private final Map<NodeId, String> away = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Consumer<NodeId>> onReturn = new CopyOnWriteArrayList<>();

    private final MetricRegistry metrics;

    /**
     * @param metrics counts failed calls: {@code peer.<node>.failures}
     */
    public PeerHealth(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    /** Called with each peer that is back, on the thread that noticed. */
    public void onReturn(Consumer<NodeId> listener) {
        onReturn.add(listener);
    }

    public boolean live(NodeId node) {
        return !away.containsKey(node);
    }

    /** Why a peer counts as away; empty if it does not. */
    public String trouble(NodeId node) {
        return away.getOrDefault(node, "");
    }

    public Set<NodeId> away() {
        return new TreeSet<>(away.keySet());
    }

    public void answered(NodeId node) {
        if (away.remove(node) != null) {
            onReturn.forEach(listener -> listener.accept(node));
        }
    }

    /** Notes a failed call; one that the peer itself refused shows that it lives. */
    public void failed(PeerException failure) {
        metrics.meter("peer." + failure.node() + ".failures").mark();
        switch (failure.kind()) {
            case UNREACHABLE, TIMED_OUT -> away.put(failure.node(), failure.getMessage());
            case NOT_SENT -> {} // nothing new is known of it
            case REFUSED, FAILED -> answered(failure.node());
        }
    }
}

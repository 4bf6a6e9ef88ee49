package io.annealdb.data.node;

import io.annealdb.points.NodeId;
import io.annealdb.points.time.HybridClock;
import io.annealdb.proto.Envelope;
import io.annealdb.wire.Identity;
import java.util.Optional;

/**
 * What this node says of itself with every message, and what it learns from those of others: their
 * clock, that they live, that there is a newer image. Before it has joined, it names no cluster and
 * no number, and hears clocks alone.
 */
public final class NodeIdentity implements Identity {
    /** What a node is once it belongs to a cluster. */
    public interface Membership {
        String clusterId();

        NodeId node();

        int incarnation();

        long imageVersion();

        void heard(NodeId peer, long clock);

        void heardOfImage(long version);
    }

    private final HybridClock clock;
    private volatile Optional<Membership> membership = Optional.empty();

    public NodeIdentity(HybridClock clock) {
        this.clock = clock;
    }

    public void joined(Membership as) {
        membership = Optional.of(as);
    }

    @Override
    public Envelope outgoing() {
        Envelope.Builder out =
                Envelope.newBuilder().setProtocolVersion(PROTOCOL_VERSION).setClock(clock.now());
        membership.ifPresent(
                as ->
                        out.setClusterId(as.clusterId())
                                .setNodeId(as.node().value())
                                .setIncarnation(as.incarnation())
                                .setImageVersion(as.imageVersion()));
        return out.build();
    }

    @Override
    public void incoming(Envelope envelope) {
        Identity.refuseForeign(envelope, membership.map(Membership::clusterId).orElse(""));
        if (envelope.getNodeId() == 0) {
            clock.hear(envelope.getClock());
        }
        membership.ifPresent(
                as -> {
                    if (envelope.getNodeId() != 0) {
                        as.heard(new NodeId(envelope.getNodeId()), envelope.getClock());
                    }
                    as.heardOfImage(envelope.getImageVersion());
                });
    }
}

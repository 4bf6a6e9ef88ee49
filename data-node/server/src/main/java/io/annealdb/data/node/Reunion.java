package io.annealdb.data.node;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.image.ImageCache;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.Peer;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerHealth;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.repair.ReunionPlan;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.time.Scheduler;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that came back while no meta node lives: takes from a live owner what it has missed, and
 * gives what that one lacks, shard by shard as {@link ReunionPlan} says. Certifies nothing. Ends
 * for good when meta answers: the background repair sees to the rest.
 *
 * <pre>
 *   last image ─▶ ReunionPlan ─▶ pull: hop of the partner's ─▶ push: hop of this node's ─▶ who was filled by a whole copy is whole
 * </pre>
 */
final class Reunion implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Reunion.class);

    /** Hints and signs of life go first. */
    private static final Duration BEGIN = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration HOP_TIMEOUT = Duration.ofSeconds(60);

    private final NodeId self;
    private final ImageCache images;
    private final NodeCalls own;
    private final Peers peers;
    private final PeerHealth health;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final BooleanSupplier metaAway;
    private final Meter exchanges;
    private final Meter failures;
    private final ReunionPlan plan = new ReunionPlan(); // of the one task that runs at a time
    private volatile boolean closed;

    /**
     * @param own this node, as others call it
     * @param metaAway whether meta has not answered since this node started
     */
    Reunion(
            NodeId self,
            ImageCache images,
            NodeCalls own,
            Peers peers,
            PeerHealth health,
            Scheduler scheduler,
            InstantSource clock,
            BooleanSupplier metaAway,
            MetricRegistry metrics) {
        this.self = self;
        this.images = images;
        this.own = own;
        this.peers = peers;
        this.health = health;
        this.scheduler = scheduler;
        this.clock = clock;
        this.metaAway = metaAway;
        this.exchanges = metrics.meter("reunion.exchanges");
        this.failures = metrics.meter("reunion.failures");
    }

    void start() {
        scheduler.after(BEGIN, this::step);
    }

    /** By the last image an operator may have switched off what starts unasked. */
    private boolean mayRun() {
        return !closed && metaAway.getAsBoolean() && images.image().repairConfig().enabled();
    }

    private void step() {
        if (closed || !metaAway.getAsBoolean()) {
            return;
        }
        if (mayRun()) {
            plan.next(partners(), clock.instant()).ifPresent(this::exchange);
        }
        scheduler.after(LOOK, this::step);
    }

    private SortedMap<ShardId, List<NodeId>> partners() {
        SortedMap<ShardId, List<NodeId>> partners = new TreeMap<>();
        for (ShardPlace place : images.image().shardsOf(self)) {
            partners.put(
                    place.shard().id(),
                    place.shard().ownerNodes().stream()
                            .filter(owner -> !owner.equals(self) && health.live(owner))
                            .toList());
        }
        return partners;
    }

    private void exchange(ReunionPlan.Exchange with) {
        ShardId shard = with.shard();
        Peer partner = peers.peer(with.partner());
        try {
            boolean someWhole = isWhole(own.status(), shard) || isWhole(partner.status(), shard);
            partner.runHop(order(shard, with.partner(), self), () -> !mayRun());
            push(shard, with.partner());
            tellWhoIsWhole(shard, partner, someWhole);
            plan.succeeded(with);
            exchanges.mark();
            LOG.info("Shard {} is exchanged with node {}; meta is away.", shard, partner.node());
        } catch (IOException | PeerException e) {
            if (e instanceof PeerException failure) {
                health.failed(failure);
            }
            failures.mark();
            plan.failed(with, clock.instant());
            LOG.info(
                    "Shard {} is not exchanged with node {}: {}",
                    shard,
                    partner.node(),
                    e.getMessage());
        }
    }

    /** A copy that is behind gives nothing: the other one has all that counts. */
    private void push(ShardId shard, NodeId partner) throws IOException {
        try {
            HopReport report = own.runHop(order(shard, self, partner), watch());
            if (!report.phase().finished()) {
                throw new IOException("the hop was given up: " + report.note());
            }
        } catch (RefusedException e) {
            LOG.info("Shard {} is not given to node {}: {}", shard, partner, e.getMessage());
        }
    }

    private HopOrder order(ShardId shard, NodeId from, NodeId to) {
        return new HopOrder(
                "", shard, new Hop(from, to), images.image().repairConfig().rate(), HOP_TIMEOUT);
    }

    private HopProgress watch() {
        return new HopProgress() {
            @Override
            public void report(HopReport report) {}

            @Override
            public boolean cancelled() {
                return !mayRun();
            }
        };
    }

    private void tellWhoIsWhole(ShardId shard, Peer partner, boolean someWasWhole) {
        Optional<ShardRootProto> mine = copy(own.status(), shard);
        Optional<ShardRootProto> theirs = copy(partner.status(), shard);
        boolean equal =
                mine.map(ShardRootProto::getRoot).equals(theirs.map(ShardRootProto::getRoot));
        if (!someWasWhole || !equal) {
            return;
        }
        RingEnded whole = new RingEnded("", List.of(shard), true, Optional.empty());
        if (mine.isPresent() && mine.get().getHealth() != ShardHealthProto.WHOLE) {
            own.ringEnded(whole);
        }
        if (theirs.isPresent() && theirs.get().getHealth() != ShardHealthProto.WHOLE) {
            partner.ringEnded(whole);
        }
    }

    private static boolean isWhole(NodeStatusReply status, ShardId shard) {
        return copy(status, shard)
                .filter(copy -> copy.getHealth() == ShardHealthProto.WHOLE)
                .isPresent();
    }

    private static Optional<ShardRootProto> copy(NodeStatusReply status, ShardId shard) {
        return status.getShardsList().stream()
                .filter(copy -> copy.getShardId() == shard.value())
                .findFirst();
    }

    @Override
    public void close() {
        closed = true;
    }
}

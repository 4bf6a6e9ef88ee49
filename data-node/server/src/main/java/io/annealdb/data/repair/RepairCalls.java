package io.annealdb.data.repair;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.hint.DebtLedger;
import io.annealdb.data.image.ImageCache;
import io.annealdb.data.local.OwnedShards;
import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.compare.DifferenceListener;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.compare.HopOutcome;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.HopSource;
import io.annealdb.repair.compare.HopSuccessors;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.compare.RateThrottle;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.compare.Sleeper;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.job.HopReport;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What repair asks of this node: as an owner that shows its roots, as source, as successor. */
public final class RepairCalls implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RepairCalls.class);

    /**
     * A source that has been silent so long has gone; it finds a fresh comparison when it returns.
     */
    public static final Duration SUCCESSOR_IDLE_MAX = Duration.ofSeconds(60);

    private final NodeId self;
    private final ImageCache images;
    private final OwnedShards shards;
    private final Engine engine;
    private final Peers peers;
    private final DebtLedger debts;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final HopSuccessors successors;
    private final Meter hops;
    private final Meter pointsSent;
    private final Meter payloadBytes;
    private final Meter metadataBytes;
    private final Meter failures;

    public RepairCalls(
            NodeId self,
            ImageCache images,
            OwnedShards shards,
            Engine engine,
            Peers peers,
            DebtLedger debts,
            InstantSource clock,
            Sleeper sleeper,
            MetricRegistry metrics) {
        this.self = self;
        this.images = images;
        this.shards = shards;
        this.engine = engine;
        this.peers = peers;
        this.debts = debts;
        this.clock = clock;
        this.sleeper = sleeper;
        this.successors = new HopSuccessors(clock, SUCCESSOR_IDLE_MAX);
        this.hops = metrics.meter("repair.hops");
        this.pointsSent = metrics.meter("repair.points");
        this.payloadBytes = metrics.meter("repair.payload.bytes");
        this.metadataBytes = metrics.meter("repair.metadata.bytes");
        this.failures = metrics.meter("repair.failures");
    }

    public List<OwnerRoot> roots(List<ShardId> wanted) {
        return wanted.stream().map(this::root).toList();
    }

    private OwnerRoot root(ShardId id) {
        Optional<Shard> shard;
        try {
            shard = find(id);
        } catch (IOException e) {
            return new OwnerRoot(self, ReplicaHealth.DAMAGED, ShardRoot.EMPTY, 0, 0, e.toString());
        }
        return shard.map(this::root)
                .orElseGet(
                        () ->
                                new OwnerRoot(
                                        self, ReplicaHealth.UNKNOWN, ShardRoot.EMPTY, 0, 0, ""));
    }

    /** What this node says of a copy that it holds. */
    public OwnerRoot root(Shard shard) {
        ShardRoot root = ShardRoot.EMPTY;
        String trouble = "";
        try {
            root = shard.root();
        } catch (IOException | DamagedException e) {
            trouble = e.getMessage();
        }
        ReplicaHealth health = StorageReplica.health(shard.health());
        boolean failed = !trouble.isEmpty() && health == ReplicaHealth.WHOLE;
        return new OwnerRoot(
                self,
                failed ? ReplicaHealth.DAMAGED : health,
                root,
                shard.bytes(),
                shard.rowCount(),
                shard.trouble().isEmpty() ? trouble : shard.trouble());
    }

    /** The copy, made if this node owns the shard and has not met it yet. */
    private Optional<Shard> find(ShardId id) throws IOException {
        Optional<Shard> held = engine.shard(id);
        ClusterImage image = images.image();
        Optional<ShardPlace> place = image.shard(id);
        if (held.isEmpty() && place.isEmpty()) {
            image = images.linearizable();
            place = image.shard(id);
        }
        if (place.isEmpty() || place.get().shard().owner(self).isEmpty()) {
            return Optional.empty(); // dropped, or an orphan: never a source (repair.md O5)
        }
        return Optional.of(shards.open(image, place.get()));
    }

    private Shard owned(ShardId id) throws IOException {
        return find(id).orElseThrow(
                        () -> new RefusedException("node " + self + " does not own shard " + id));
    }

    private StorageReplica replica(Shard shard) {
        return new StorageReplica(shard, new DeleteIntake(engine, shard));
    }

    public HopOutcome runHop(HopOrder order, boolean dryRun, HopProgress progress)
            throws IOException {
        if (!order.hop().from().equals(self)) {
            throw new RefusedException("hop " + order.hop() + " does not start at node " + self);
        }
        Shard own = owned(order.shard());
        HopSource source =
                new HopSource(
                        order.hop(),
                        replica(own),
                        new RemoteSuccessor(peers.peer(order.hop().to()), order.repairId(), own),
                        RateThrottle.of(order.rate(), clock, sleeper),
                        clock,
                        progress);
        try {
            if (dryRun) {
                return source.dryRun(DifferenceListener.NONE);
            }
            HopReport report = source.run();
            hops.mark();
            pointsSent.mark(report.pointsSent());
            payloadBytes.mark(report.payloadBytes());
            metadataBytes.mark(report.metadataBytes());
            return new HopOutcome(report, HopDifference.NONE);
        } catch (IOException | RuntimeException e) {
            failures.mark();
            throw e;
        }
    }

    public void ringEnded(RingEnded ended) {
        for (ShardId shard : ended.shards()) {
            try {
                ringEnded(shard, ended);
            } catch (IOException e) {
                throw new RefusedException("the end of the ring cannot be noted: " + e);
            }
        }
    }

    private void ringEnded(ShardId id, RingEnded ended) throws IOException {
        Optional<Shard> shard = engine.shard(id);
        if (ended.whole() && shard.isPresent() && shard.get().health() != ShardHealth.WHOLE) {
            shard.get().markWhole();
            LOG.info("Shard {} is whole again after repair {}.", id, ended.repairId());
        }
        if (ended.debtsPaidBefore().isPresent()) {
            Instant before = ended.debtsPaidBefore().get();
            int paid = debts.pay(id, before.toEpochMilli());
            if (paid > 0) {
                LOG.info("Repair {} has paid {} debts.", ended.repairId(), paid);
            }
        }
    }

    public byte[] ask(NodeId source, String repairId, ShardId shard, byte[] question)
            throws IOException {
        return successors.answer(source, repairId, shard, replica(owned(shard)), question);
    }

    public PushSession push(ShardId shard) {
        try {
            return new RowIntake(owned(shard));
        } catch (IOException e) {
            throw new RefusedException("shard " + shard + " cannot be opened: " + e);
        }
    }

    public CopySession copyShard(ShardId id) {
        try {
            Shard shard = owned(id);
            if (shard.health() != ShardHealth.MISSING) {
                throw new RefusedException(
                        "shard " + id + " on node " + self + " is not missing; compare it instead");
            }
            return new ShardIntake(shard, new DeleteIntake(engine, shard));
        } catch (IOException e) {
            throw new RefusedException("shard " + id + " cannot be opened: " + e);
        }
    }

    /** To be called now and then. */
    public void closeIdle() {
        successors.closeIdle();
    }

    @Override
    public void close() {
        successors.close();
    }
}

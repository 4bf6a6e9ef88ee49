package io.annealdb.data.repair;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.hint.DebtLedger;
import io.annealdb.data.image.ImageCache;
import io.annealdb.data.local.OwnedShards;
import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.Peers;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.peer.VerifiedCopy;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.DifferenceListener;
import io.annealdb.repair.compare.HopOutcome;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.HopSource;
import io.annealdb.repair.compare.HopSuccessors;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.compare.RateThrottle;
import io.annealdb.repair.compare.Sleeper;
import io.annealdb.repair.compare.Throttle;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.ResetOrder;
import io.annealdb.repair.coordinator.ResetReport;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.job.HopReport;
import io.annealdb.storage.Engine;
import io.annealdb.storage.FileIntake;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
    private final OwnCopies copies;
    private final OwnRoots roots;
    private final Admission admission;
    private final Engine engine;
    private final Peers peers;
    private final DebtLedger debts;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final ForegroundGuard guard;
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
            ForegroundGuard guard,
            MetricRegistry metrics) {
        this.self = self;
        this.copies = new OwnCopies(self, images, shards, engine);
        this.roots = new OwnRoots(self, copies, images);
        this.admission = new Admission(images);
        this.engine = engine;
        this.peers = peers;
        this.debts = debts;
        this.clock = clock;
        this.sleeper = sleeper;
        this.guard = guard;
        this.successors = new HopSuccessors(clock, SUCCESSOR_IDLE_MAX);
        this.hops = metrics.meter("repair.hops");
        this.pointsSent = metrics.meter("repair.points");
        this.payloadBytes = metrics.meter("repair.payload.bytes");
        this.metadataBytes = metrics.meter("repair.metadata.bytes");
        this.failures = metrics.meter("repair.failures");
    }

    /** Roots of some of this node's copies, behind a fence if a repair asks. */
    public List<OwnerRoot> roots(RootsQuestion question) {
        return roots.answer(question);
    }

    /** What this node says of a copy that it holds. */
    public OwnerRoot root(Shard shard) {
        return roots.of(shard);
    }

    private StorageReplica replica(Shard shard) {
        return new StorageReplica(shard, new DeleteIntake(engine, shard));
    }

    private Shard sourceOf(HopOrder order) throws IOException {
        if (!order.hop().from().equals(self)) {
            throw new RefusedException("hop " + order.hop() + " does not start at node " + self);
        }
        return copies.owned(order.shard());
    }

    private HopSource source(Shard own, HopOrder order, HopProgress progress) {
        return new HopSource(
                order.hop(),
                replica(own),
                new RemoteSuccessor(peers.peer(order.hop().to()), order.repairId(), own),
                guarded(order.rate()),
                clock,
                progress);
    }

    public HopReport runHop(HopOrder order, HopProgress progress) throws IOException {
        Shard own = sourceOf(order);
        admission.check(own, order.repairId());
        admission.checkSource(own);
        try {
            HopReport report = source(own, order, progress).run();
            hops.mark();
            pointsSent.mark(report.pointsSent());
            payloadBytes.mark(report.payloadBytes());
            metadataBytes.mark(report.metadataBytes());
            return report;
        } catch (RefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            failures.mark();
            throw e;
        }
    }

    public HopOutcome dryRun(HopOrder order, HopProgress progress, DifferenceListener listener)
            throws IOException {
        return source(sourceOf(order), order, progress).dryRun(listener);
    }

    public Rows versions(ShardId shard, Map<SeriesKey, long[]> points) throws IOException {
        return PointVersions.of(copies.owned(shard), points);
    }

    public VerifiedCopy verify(ShardId shard, BooleanSupplier cancelled) throws IOException {
        return new CopyVerification().of(copies.owned(shard).scrub(), cancelled);
    }

    /** Holds to a job's rate, and to what this node's writes leave of it. */
    private Throttle guarded(long rate) {
        return new GuardedThrottle(RateThrottle.of(rate, clock, sleeper), rate, guard, sleeper);
    }

    /**
     * Drops what the owners that are up to date have deleted, and takes over what they have
     * settled.
     *
     * @throws IOException if one of the nodes could not go on; again is harmless
     */
    public ResetReport reset(ResetOrder order, HopProgress progress) throws IOException {
        if (!order.owner().equals(self)) {
            throw new RefusedException("the reset of node " + order.owner() + " came to " + self);
        }
        Shard own = copies.owned(order.shard());
        admission.check(own, order.repairId());
        return new OwnerReset(
                        order,
                        own,
                        replica(own),
                        peers,
                        clock,
                        progress,
                        guarded(order.rate()),
                        OwnerReset.BATCH_VALUES_MAX)
                .run();
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
        if (shard.isPresent()) {
            shard.get().settling().liftFence(ended.repairId());
        }
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
        Shard own = copies.owned(shard);
        admission.check(own, repairId);
        return successors.answer(source, repairId, shard, replica(own), question);
    }

    public PushSession push(String repairId, ShardId shard) {
        try {
            Shard own = copies.owned(shard);
            return GuardedIntake.of(
                    new RowIntake(own, () -> admission.check(own, repairId)), guarded(0));
        } catch (IOException e) {
            throw new RefusedException("shard " + shard + " cannot be opened: " + e);
        }
    }

    /** The copy here, if it may be filled with files. */
    private Shard toFill(ShardId id) throws IOException {
        Shard shard = copies.owned(id);
        if (shard.health() != ShardHealth.MISSING) {
            throw new RefusedException(
                    "shard " + id + " on node " + self + " is not missing; compare it instead");
        }
        return shard;
    }

    /** Of each file of a copy to come, how many bytes are here already. */
    public List<Long> filesHere(String repairId, ShardId id, List<PinnedFile> files)
            throws IOException {
        Shard shard = toFill(id);
        admission.check(shard, repairId);
        try (FileIntake intake = shard.receiveFiles()) {
            return intake.here(files);
        }
    }

    public CopySession copyShard(String repairId, ShardId id) {
        try {
            Shard shard = toFill(id);
            return GuardedIntake.of(
                    new ShardIntake(
                            shard,
                            new DeleteIntake(engine, shard),
                            () -> admission.check(shard, repairId)),
                    guarded(0));
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

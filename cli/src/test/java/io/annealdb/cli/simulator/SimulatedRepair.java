package io.annealdb.cli.simulator;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.meta.client.InMemoryMeta;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.meta.repair.ImageOwners;
import io.annealdb.meta.repair.JobCommands;
import io.annealdb.meta.repair.JobConversion;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.StartRepair;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.coordinator.CoordinatorTimes;
import io.annealdb.repair.coordinator.HopFailedException;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.HopWatch;
import io.annealdb.repair.coordinator.JobJournal;
import io.annealdb.repair.coordinator.JournalUnavailableException;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.OwnerSet;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.coordinator.Owners;
import io.annealdb.repair.coordinator.RepairCoordinator;
import io.annealdb.repair.coordinator.ResetOrder;
import io.annealdb.repair.coordinator.ResetReport;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.coordinator.ShardCertificate;
import io.annealdb.repair.coordinator.ShardOwners;
import io.annealdb.repair.coordinator.Watermark;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The repair coordinator at a meta leader: its journal in meta's log, its calls over the simulated
 * weather. A call blocks; the world goes on meanwhile.
 */
final class SimulatedRepair implements Owners, ShardOwners, JobJournal {
    private static final int ROOT_BYTES = 64;

    private final World world;
    private final InMemoryMeta meta;
    private final Map<NodeId, SimulatedNode> nodes;
    private final Sabotage sabotage;

    /** Owners that have said their root of a shard, since the last job began. */
    private final Map<ShardId, Set<NodeId>> gathered = new HashMap<>();

    SimulatedRepair(
            World world, InMemoryMeta meta, Map<NodeId, SimulatedNode> nodes, Sabotage sabotage) {
        this.world = world;
        this.meta = meta;
        this.nodes = nodes;
        this.sabotage = sabotage;
    }

    /** Writes a job for one shard into the log; empty if meta refuses, since one is under way. */
    Optional<Long> start(ShardId shard, long seed) {
        MetaCommand command =
                MetaCommand.newBuilder()
                        .setNow(nowMillis())
                        .setStartRepair(
                                StartRepair.newBuilder().setShardId(shard.value()).setSeed(seed))
                        .build();
        try {
            MetaReply reply = meta.execute(command);
            return reply.getError().isEmpty() ? Optional.of(reply.getRepairId()) : Optional.empty();
        } catch (MetaUnavailableException e) {
            throw world.bug("meta is in memory", e);
        }
    }

    /** Runs a job as far as it goes; where meta goes away, it waits for the next leader. */
    void run(long job) {
        gathered.clear();
        try {
            new RepairCoordinator(
                            sabotage.owners(this),
                            this,
                            this,
                            (id, shard, index, report) -> {},
                            world.events::pass,
                            CoordinatorTimes.DEFAULT)
                    .run(job);
            checkCertified(report(job));
        } catch (JournalUnavailableException e) {
            world.note("r-" + job + " waits for the next leader");
        } catch (InterruptedException e) {
            throw world.bug("nobody interrupts", e);
        }
    }

    /** While an owner is away nothing is certified (repair.md O4). */
    private void checkCertified(RepairJobInfo job) {
        for (ShardRepairInfo shard : job.shards()) {
            Set<NodeId> heard = gathered.getOrDefault(shard.shard(), Set.of());
            leadersImage()
                    .shard(shard.shard())
                    .filter(place -> shard.certified())
                    .filter(place -> !heard.containsAll(place.shard().ownerNodes()))
                    .ifPresent(
                            place -> {
                                throw new BrokenInvariant(
                                        "O4: %s has certified shard %s without all owners"
                                                .formatted(job.name(), shard.shard()));
                            });
        }
    }

    RepairJobInfo report(long job) {
        return leadersImage().repair(job).orElseThrow();
    }

    private interface Call<T> {
        T ask(NodeCalls calls) throws IOException;
    }

    private <T> T call(NodeId owner, String what, Call<T> question)
            throws OwnerUnavailableException, HopFailedException {
        world.events.pass(world.soon());
        SimulatedNode node = nodes.get(owner);
        if (!node.up() || node.frozen()) {
            throw new OwnerUnavailableException(owner, node + " does not answer");
        }
        Life life = node.life();
        T answer;
        try {
            answer = question.ask(life.calls);
        } catch (PeerException e) {
            throw failed(life, e);
        } catch (IOException | RefusedException e) {
            node.look();
            checkServes(life);
            throw new HopFailedException(node + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            if (life.goesOn() && !node.excuses(e)) {
                throw world.bug(node + " " + what, e);
            }
            node.look();
            checkServes(life);
            throw new HopFailedException(node + ": " + e.getMessage(), e);
        }
        node.look();
        checkServes(life);
        switch (world.weather.next()) {
            case REQUEST_LOST, REPLY_LOST, ARRIVES_LATE -> {
                world.struck(Fault.REPLY_LOST, node + " to meta: " + what);
                throw new OwnerUnavailableException(owner, node + " does not answer in time");
            }
            default -> {
                return answer;
            }
        }
    }

    private static void checkServes(Life life) throws OwnerUnavailableException {
        if (!life.serves()) {
            throw new OwnerUnavailableException(life.node.id(), life.node + " is gone");
        }
    }

    /** As the source tells it: its successor is away, or the hop broke. */
    private HopFailedException failed(Life source, PeerException e)
            throws OwnerUnavailableException {
        source.node.look();
        checkServes(source);
        return switch (e.kind()) {
            case NOT_SENT, UNREACHABLE, TIMED_OUT ->
                    throw new OwnerUnavailableException(e.node(), e.getMessage());
            case REFUSED, FAILED -> new HopFailedException(e.getMessage(), e);
        };
    }

    @Override
    public OwnerRoots roots(NodeId owner, RootsQuestion question) throws OwnerUnavailableException {
        List<ShardId> shards = question.shards().stream().map(RootsQuestion.Asked::shard).toList();
        List<OwnerRoot> roots;
        try {
            roots = call(owner, "roots", calls -> calls.roots(question));
        } catch (HopFailedException e) {
            throw new OwnerUnavailableException(owner, e.getMessage(), e);
        }
        Map<ShardId, OwnerRoot> byShard = new HashMap<>();
        for (int i = 0; i < shards.size(); i++) {
            byShard.put(shards.get(i), roots.get(i));
            gathered.computeIfAbsent(shards.get(i), id -> new HashSet<>()).add(owner);
        }
        return new OwnerRoots(byShard, (long) ROOT_BYTES * shards.size());
    }

    @Override
    public HopReport runHop(HopOrder order, HopWatch watch)
            throws OwnerUnavailableException, HopFailedException {
        HopReport report =
                call(
                        order.hop().from(),
                        "hop " + order.hop(),
                        calls -> calls.runHop(order, watched(watch)));
        world.note("hop " + report.hop() + " " + report.phase() + " " + report.pointsSent());
        if (!report.phase().finished() && report.phase() != HopPhase.ABANDONED) {
            throw new HopFailedException("the hop ended as " + report.phase());
        }
        return report;
    }

    private static HopProgress watched(HopWatch watch) {
        return new HopProgress() {
            @Override
            public void report(HopReport report) {
                watch.progress(report);
            }

            @Override
            public boolean cancelled() {
                return watch.cancelled();
            }
        };
    }

    @Override
    public ResetReport reset(ResetOrder order, BooleanSupplier cancelled)
            throws OwnerUnavailableException, HopFailedException {
        ResetReport report =
                call(
                        order.owner(),
                        "reset of shard " + order.shard(),
                        calls -> calls.reset(order, watched(cancelled)));
        world.struck(Fault.OWNER_RESET, order.owner() + ", dropped " + report.pointsDropped());
        return report;
    }

    private static HopProgress watched(BooleanSupplier cancelled) {
        return new HopProgress() {
            @Override
            public void report(HopReport report) {}

            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }

    @Override
    public void ringEnded(NodeId owner, RingEnded ended) throws OwnerUnavailableException {
        try {
            call(
                    owner,
                    "ring ended",
                    calls -> {
                        calls.ringEnded(ended);
                        return true;
                    });
        } catch (HopFailedException e) {
            throw new OwnerUnavailableException(owner, e.getMessage(), e);
        }
    }

    private ClusterImage leadersImage() {
        try {
            return meta.image(true);
        } catch (MetaUnavailableException e) {
            throw world.bug("the log is in memory", e);
        }
    }

    private long nowMillis() {
        return SimulatedNode.DAWN.toEpochMilli() + world.events.now() / 1_000_000;
    }

    private void propose(MetaCommand.Builder command) throws JournalUnavailableException {
        if (world.weather.metaAway()) {
            throw new JournalUnavailableException("the leader has no majority");
        }
        try {
            meta.execute(command.setNow(nowMillis()).build());
        } catch (MetaUnavailableException e) {
            throw new JournalUnavailableException(e.getMessage(), e);
        }
    }

    private ImageOwners image() {
        return new ImageOwners(this::leadersImage, meta.closed());
    }

    @Override
    public Optional<OwnerSet> ownersOf(ShardId shard) {
        return image().ownersOf(shard)
                .map(
                        set ->
                                new OwnerSet(
                                        set.epoch(),
                                        sabotage.owners(set.owners(), id -> nodes.get(id).up())));
    }

    @Override
    public Optional<ShardCertificate> certificateOf(ShardId shard) {
        return image().certificateOf(shard);
    }

    @Override
    public Watermark watermark() {
        return new ImageOwners(
                        () -> sabotage.registered(leadersImage(), id -> nodes.get(id).up()),
                        meta.closed())
                .watermark();
    }

    @Override
    public String nameOf(NodeId node) {
        return "data-" + node;
    }

    @Override
    public Optional<RepairJob> job(long id) {
        return leadersImage().repair(id).map(JobConversion::job);
    }

    @Override
    public void record(long id, List<ShardRepair> shards, long totalGatherBytes)
            throws JournalUnavailableException {
        propose(JobCommands.record(id, shards, totalGatherBytes));
    }

    @Override
    public void promise(long id, Duration within, List<NodeId> away, String restated)
            throws JournalUnavailableException {
        propose(JobCommands.promise(id, within, away, restated));
    }

    @Override
    public void commit(List<ShardCertificate> certificates) throws JournalUnavailableException {
        propose(JobCommands.commit(certificates));
    }

    @Override
    public void changeState(long id, JobState target, String failure)
            throws JournalUnavailableException {
        propose(JobCommands.changeState(id, target, failure));
    }

    @Override
    public void acceptLoss(ShardId shard) throws JournalUnavailableException {
        propose(JobCommands.acceptLoss(shard));
    }
}

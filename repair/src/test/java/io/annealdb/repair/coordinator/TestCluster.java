package io.annealdb.repair.coordinator;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Shape;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.HopSource;
import io.annealdb.repair.compare.LocalSuccessor;
import io.annealdb.repair.compare.ModelReplica;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.compare.Throttle;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.Promise;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import io.annealdb.repair.ring.Hop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Owners in memory that run real hops, and a journal; tells what happens as a script, and lets
 * tests interfere before a hop.
 */
final class TestCluster implements Owners, ShardOwners, JobJournal, JobListener {
    static final ShardId SHARD = new ShardId(7);
    static final Instant T0 = Instant.parse("2026-11-24T08:00:00Z");

    private final Map<ShardId, Map<NodeId, SettlingCopy>> copies = new TreeMap<>();
    private final Map<ShardId, Long> epochs = new HashMap<>();
    private final Set<NodeId> dead = new HashSet<>();
    private final Map<Integer, List<Runnable>> before = new HashMap<>();
    private Consumer<HopOrder> failing = order -> {};
    private Runnable whileHopping = () -> {};
    private Runnable whileAsked = () -> {};
    private final Map<ShardId, ShardCertificate> certificates = new HashMap<>();
    private RepairJob job;
    private int hopsOrdered;
    boolean leading = true;
    boolean resetFails;

    /** R, above all that {@link #write(int, int, int...)} stores. */
    long closed = Stamp.hlcOf(1_000_000, 0);

    /** Nodes for which R is not known. */
    List<NodeId> unheard = List.of();

    Runnable beforeCommit = () -> {};
    int records;
    final List<List<ShardCertificate>> commits = new ArrayList<>();
    final List<ShardId> standing = new ArrayList<>();
    Instant now = T0;
    final List<String> promises = new ArrayList<>();
    final List<String> script = new ArrayList<>();
    final List<RingEnded> ended = new ArrayList<>();
    final Set<ShardId> accepted = new HashSet<>();

    static TestCluster of(int owners) {
        TestCluster cluster = new TestCluster();
        cluster.addShard(SHARD, owners);
        return cluster;
    }

    void addShard(ShardId shard, int owners) {
        Map<NodeId, SettlingCopy> replicas = new TreeMap<>();
        for (int i = 1; i <= owners; i++) {
            replicas.put(new NodeId(i), new SettlingCopy());
        }
        copies.put(shard, replicas);
        epochs.put(shard, 1L);
    }

    ModelReplica copy(int node) {
        return settling(node).replica;
    }

    SettlingCopy settling(int node) {
        return copies.get(SHARD).get(new NodeId(node));
    }

    /** Stores points {@code [from, to)} on some nodes, all at or below R. */
    void write(int from, int to, int... nodes) {
        for (int i = from; i < to; i++) {
            write(i, ModelReplica.stamp(1 + i, 1), nodes);
        }
    }

    /** Stores one point, a million of them to a window. */
    void write(int point, Stamp stamp, int... nodes) {
        for (int node : nodes) {
            copy(node)
                    .put(
                            new ModelReplica.Place(
                                    SeriesKey.of("m", Map.of()),
                                    point * 1_000_000L,
                                    new Shape.Column("v", FieldType.FLOAT)),
                            new ModelReplica.Held(stamp, String.format("%016x", point)));
        }
    }

    /** Deletes points {@code [from, to)} on some nodes. */
    void delete(int from, int to, Stamp stamp, int... nodes) {
        Delete delete =
                new Delete(
                        stamp,
                        new SeriesPredicate.Every(),
                        from * 1_000_000L,
                        (to - 1) * 1_000_000L);
        for (int node : nodes) {
            copy(node).store(delete);
        }
    }

    void kill(int node) {
        dead.add(new NodeId(node));
    }

    void revive(int node) {
        dead.remove(new NodeId(node));
    }

    void removeOwner(int node) {
        copies.get(SHARD).remove(new NodeId(node));
        epochs.merge(SHARD, 1L, Long::sum);
    }

    void drop() {
        copies.remove(SHARD);
    }

    /** Interferes before the so-manieth hop, counted from 1, is run. */
    void beforeHop(int number, Runnable action) {
        before.computeIfAbsent(number, n -> new ArrayList<>()).add(action);
    }

    /** Interferes with each report of a hop under way. */
    void whileHopping(Runnable action) {
        whileHopping = action;
    }

    void startJob(int start, boolean acceptLoss) {
        job =
                RepairJob.queued(
                        1,
                        T0,
                        copies.keySet().stream()
                                .map(
                                        shard ->
                                                ShardRepair.queued(
                                                        shard, Optional.of(new NodeId(start))))
                                .toList(),
                        0,
                        acceptLoss);
    }

    /** The job begins on such roots or not at all. */
    void startPlannedJob(long plannedRoots) {
        job =
                RepairJob.queued(
                        1,
                        T0,
                        copies.keySet().stream()
                                .map(
                                        shard ->
                                                new ShardRepair(
                                                        shard,
                                                        Optional.empty(),
                                                        List.of(),
                                                        false,
                                                        0,
                                                        false,
                                                        List.of(),
                                                        "",
                                                        plannedRoots))
                                .toList(),
                        0,
                        false);
    }

    RepairCoordinator coordinator() {
        CoordinatorTimes times =
                new CoordinatorTimes(
                        Duration.ofSeconds(60),
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(4),
                        3,
                        Duration.ofMillis(500),
                        2);
        return new RepairCoordinator(this, this, this, this, this::pass, times);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    /** Runs the job on one leader until nothing is left to do. */
    RepairJob run() {
        try {
            coordinator().run(1);
        } catch (JournalUnavailableException e) {
            script.add("leader lost");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return job;
    }

    RepairJob job() {
        return job;
    }

    ShardRepair repair() {
        return job.shard(SHARD).orElseThrow();
    }

    /** Hops of the shard's record, {@code 1→2 verified}. */
    List<String> hops() {
        return repair().hops().stream()
                .map(hop -> hop.hop() + " " + hop.phase().name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    /** Whether all owners of the shard hold the same. */
    boolean equal() {
        return copies.get(SHARD).values().stream()
                        .map(copy -> copy.replica.root())
                        .distinct()
                        .count()
                == 1;
    }

    /** Fences that stand somewhere, by owner. */
    List<Integer> fences() {
        return copies.values().stream()
                .flatMap(owners -> owners.entrySet().stream())
                .filter(entry -> entry.getValue().fence.isPresent())
                .map(entry -> entry.getKey().value())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public OwnerRoots roots(NodeId owner, RootsQuestion question) throws OwnerUnavailableException {
        checkAlive(owner);
        whileAsked.run();
        Map<ShardId, OwnerRoot> answers = new HashMap<>();
        for (RootsQuestion.Asked asked : question.shards()) {
            answers.put(
                    asked.shard(),
                    copies.get(asked.shard()).get(owner).answer(owner, question, asked));
        }
        return new OwnerRoots(answers, 80L * answers.size());
    }

    /** What a plan would note of the owners now. */
    long plannedRoots() throws OwnerUnavailableException {
        ShardId shard = copies.keySet().iterator().next();
        RootsQuestion question = RootsQuestion.plain(List.of(shard));
        Map<NodeId, OwnerRoot> roots = new HashMap<>();
        for (NodeId owner : copies.get(shard).keySet()) {
            roots.put(owner, roots(owner, question).byShard().get(shard));
        }
        return PlannedRoots.of(roots);
    }

    /** Interferes each time before an owner answers for its roots. */
    void whileAsked(Runnable action) {
        whileAsked = action;
    }

    @Override
    public ResetReport reset(ResetOrder order, BooleanSupplier cancelled)
            throws OwnerUnavailableException, HopFailedException {
        checkAlive(order.owner());
        if (resetFails) {
            throw new HopFailedException("disk full on " + nameOf(order.owner()));
        }
        SettlingCopy copy = copies.get(order.shard()).get(order.owner());
        Set<ModelReplica.Place> known = new HashSet<>();
        for (NodeId other : order.upToDate()) {
            known.addAll(copies.get(order.shard()).get(other).replica.visible().keySet());
        }
        long dropped = 0;
        for (Map.Entry<ModelReplica.Place, ModelReplica.Held> held :
                copy.replica.visible().entrySet()) {
            int window = ModelReplica.GRID.window(held.getKey().time());
            if (held.getValue().stamp().hlc() <= order.settled().at(window, 0)
                    && !known.contains(held.getKey())) {
                copy.replica.remove(held.getKey());
                dropped++;
            }
        }
        copy.take(order.settled());
        script.add("reset " + order.owner() + " by " + order.upToDate() + " dropped " + dropped);
        return new ResetReport(dropped, 100);
    }

    private void checkAlive(NodeId node) throws OwnerUnavailableException {
        if (dead.contains(node)) {
            throw new OwnerUnavailableException(node, nameOf(node) + " does not answer");
        }
    }

    @Override
    public HopReport runHop(HopOrder order, HopWatch watch)
            throws OwnerUnavailableException, HopFailedException {
        hopsOrdered++;
        before.getOrDefault(hopsOrdered, List.of()).forEach(Runnable::run);
        checkAlive(order.hop().from());
        checkAlive(order.hop().to());
        if (!copies.containsKey(order.shard())) {
            throw new HopFailedException("shard " + order.shard() + " is not held");
        }
        ModelReplica from = copies.get(order.shard()).get(order.hop().from()).replica;
        ModelReplica to = copies.get(order.shard()).get(order.hop().to()).replica;
        HopProgress progress =
                new HopProgress() {
                    @Override
                    public void report(HopReport report) {
                        whileHopping.run();
                        watch.progress(report);
                    }

                    @Override
                    public boolean cancelled() {
                        return watch.cancelled();
                    }
                };
        try {
            failing.accept(order);
            HopReport report =
                    new HopSource(
                                    order.hop(),
                                    from,
                                    new LocalSuccessor(to, to::store, () -> to.copyFrom(from)),
                                    Throttle.NONE,
                                    () -> now,
                                    progress)
                            .run();
            script.add("hop " + order.hop() + " sent " + report.pointsSent());
            return report;
        } catch (IOException | IllegalStateException e) {
            script.add("hop " + order.hop() + " failed");
            throw new HopFailedException(e.getMessage(), e);
        }
    }

    /** A hop that no job has ordered. */
    HopReport runHop(Hop hop) throws OwnerUnavailableException, HopFailedException {
        return runHop(
                new HopOrder("", SHARD, hop, 0, Duration.ofSeconds(60)),
                new HopWatch() {
                    @Override
                    public void progress(HopReport report) {}

                    @Override
                    public boolean cancelled() {
                        return false;
                    }
                });
    }

    /** Makes hops fail. */
    void failing(Consumer<HopOrder> check) {
        failing = check;
    }

    @Override
    public void ringEnded(NodeId owner, RingEnded message) throws OwnerUnavailableException {
        checkAlive(owner);
        ended.add(message);
        script.add("ended at " + owner + (message.whole() ? " whole" : " not whole"));
        for (ShardId shard : message.shards()) {
            SettlingCopy copy = copies.getOrDefault(shard, Map.of()).get(owner);
            if (copy != null) {
                copy.fence = Optional.empty();
                if (message.whole()) {
                    copy.replica.become(ReplicaHealth.WHOLE);
                }
            }
        }
    }

    @Override
    public Optional<OwnerSet> ownersOf(ShardId shard) {
        return Optional.ofNullable(copies.get(shard))
                .map(all -> new OwnerSet(epochs.get(shard), List.copyOf(all.keySet())));
    }

    @Override
    public Optional<ShardCertificate> certificateOf(ShardId shard) {
        return Optional.ofNullable(certificates.get(shard));
    }

    @Override
    public Watermark watermark() {
        return unheard.isEmpty() ? new Watermark(closed, List.of()) : new Watermark(0, unheard);
    }

    @Override
    public String nameOf(NodeId node) {
        return "data-" + node;
    }

    @Override
    public Optional<RepairJob> job(long id) {
        return Optional.of(job);
    }

    @Override
    public void record(long id, List<ShardRepair> shards, long totalGatherBytes)
            throws JournalUnavailableException {
        checkLeading();
        records++;
        for (ShardRepair shard : shards) {
            job = job.recorded(shard, totalGatherBytes);
        }
    }

    @Override
    public void promise(long id, Duration within, List<NodeId> away, String restated)
            throws JournalUnavailableException {
        checkLeading();
        job = job.promised(new Promise(Optional.of(now.plus(within)), away, restated));
        promises.add(
                "within "
                        + within.toSeconds()
                        + " s"
                        + (away.isEmpty() ? "" : " without " + away)
                        + (restated.isEmpty() ? "" : ": " + restated));
    }

    @Override
    public void commit(List<ShardCertificate> news) throws JournalUnavailableException {
        checkLeading();
        beforeCommit.run();
        commits.add(news);
        for (ShardCertificate certificate : news) {
            if (epochs.get(certificate.shard()) == certificate.ownerEpoch()) {
                certificates.put(certificate.shard(), certificate);
                copies.get(certificate.shard()).values().forEach(copy -> copy.hear(certificate));
            }
        }
    }

    @Override
    public void certificateStands(ShardId shard) {
        standing.add(shard);
    }

    @Override
    public void changeState(long id, JobState target, String failure)
            throws JournalUnavailableException {
        checkLeading();
        command(target, failure);
    }

    /** An operator's command, or a record. */
    void command(JobState target, String failure) {
        if (job.state() != target) {
            job = job.transitionTo(target, now, failure);
        }
    }

    @Override
    public void acceptLoss(ShardId shard) {
        accepted.add(shard);
        certificates.remove(shard);
    }

    private void checkLeading() throws JournalUnavailableException {
        if (!leading) {
            throw new JournalUnavailableException("meta-1 leads no more");
        }
    }

    @Override
    public void hop(long id, ShardId shard, int index, HopReport report) {
        if (!job.shard(shard).orElseThrow().hops().get(index).hop().equals(report.hop())) {
            throw new AssertionError("live report of another hop: " + index + " " + report);
        }
    }
}

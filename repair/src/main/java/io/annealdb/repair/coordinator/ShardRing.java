package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repair of one shard within a job, a step at a time.
 *
 * <pre>
 *   GATHERING ─▶ equal, or nothing to be done ──────────────────────────▶ ENDED
 *    │ │ ▲ ▲ ▲
 *    │ │ │ │ └── a hop failed, or the owners changed
 *    │ ▼ │ │
 *    │ RESETTING: owners that are behind
 *    ▼     │
 *   HOPPING ─▶ CLOSING: roots of all owners ─▶ equal, or rings enough ──▶ ENDED
 *       ▲         │ still different
 *       └─────────┘ one more ring
 * </pre>
 *
 * Each gathering is at the R of its moment, behind a fence. A new leader begins again with
 * GATHERING, and finds in the record which hops are gone. For one thread.
 */
final class ShardRing {
    private enum Stage {
        GATHERING,
        RESETTING,
        HOPPING,
        CLOSING,
        ENDED
    }

    private static final Logger log = LoggerFactory.getLogger(ShardRing.class);

    private final RingTools tools;
    private final CoordinatorTimes times;
    private final ShardId shard;
    private final RingNotes notes;
    private final OwnerResets resets;
    private ShardRepair repair;
    private Stage stage = Stage.GATHERING;
    private Gathering gathering; // the last one
    private Standing standing; // by that
    private RingPlan plan;

    /** Owners that hold all that any whole owner held, by health or because a hop filled them. */
    private final Set<NodeId> filled = new HashSet<>();

    /** Owners that have called their copy whole while this went on. */
    private final Set<NodeId> onceWhole = new HashSet<>();

    private int failedAttempts;
    private int rings;
    private int looksAgain;
    private boolean planChecked;

    ShardRing(RingTools tools, ShardRepair repair) {
        this.tools = tools;
        this.times = tools.times();
        this.shard = repair.shard();
        this.notes = new RingNotes(tools.shards(), shard);
        this.resets = new OwnerResets(tools, shard, notes);
        this.repair = repair;
    }

    boolean ended() {
        return stage == Stage.ENDED;
    }

    void step(RepairJob job) throws JournalUnavailableException, InterruptedException {
        Optional<OwnerSet> current = tools.shards().ownersOf(shard);
        if (current.isEmpty()) {
            tools.ends().lift(shard);
            end(repair.certified(0, "the shard was dropped meanwhile"));
        } else if (stage == Stage.GATHERING) {
            begin(job, current.get());
        } else if (!current.get().equals(gathering.owners())) {
            failedAttempts = 0;
            stage = Stage.GATHERING;
        } else if (stage == Stage.RESETTING) {
            reset(job);
        } else if (stage == Stage.HOPPING) {
            hop(job);
        } else if (stage == Stage.CLOSING) {
            close(job, current.get());
        }
    }

    /** The job was cancelled: what has not been gone never will be. */
    void cancel() throws JournalUnavailableException {
        RingPlan so = plan == null ? new RingPlan(repair.hops(), 0) : plan;
        repair = repair.withHops(so.endedAs(HopPhase.ABANDONED, "cancelled").reports());
        giveUp("cancelled");
    }

    private GatherOrder order(RepairJob job, OwnerSet current) {
        return GatherOrder.of(job.name(), tools.shards().watermark().at(), Map.of(shard, current));
    }

    private Gathering gather(GatherOrder order) throws InterruptedException {
        Gathering now = tools.gatherer().gather(order).get(shard);
        forgetLosers(now);
        return now;
    }

    /**
     * A copy that has been lost meanwhile does not hold any more what it held when it was whole.
     */
    private void forgetLosers(Gathering now) {
        Set<NodeId> whole = now.whole();
        now.live().stream()
                .filter(owner -> onceWhole.contains(owner) && !whole.contains(owner))
                .forEach(filled::remove);
        onceWhole.addAll(whole);
    }

    private void begin(RepairJob job, OwnerSet current)
            throws JournalUnavailableException, InterruptedException {
        GatherOrder order = order(job, current);
        gathering = gather(order);
        if (!isAsPlanned()) {
            giveUp(
                    "the digests have changed since the plan was made, and nothing was sent; run"
                            + " --dry-run again");
            return;
        }
        if (tools.equalShards().isEqual(shard, gathering)) {
            endEqual(job);
            return;
        }
        if (!gathering.settledAlike()) {
            gathering = gather(order.withSettled());
        }
        tools.promise().heard(job, shard, gathering);
        Optional<ShardCertificate> certificate = tools.shards().certificateOf(shard);
        standing = Standing.of(gathering, certificate);
        repair = repair.withAbsent(gathering.absent());
        List<NodeId> live = gathering.live();
        if (live.isEmpty()) {
            giveUp(notes.nobodyAnswers(gathering));
        } else if (!standing.certificateReached() && mayJustNotHaveHeard()) {
            return;
        } else if (!standing.certificateReached() && !job.acceptLoss()) {
            giveUp(notes.beforeCertificate(certificate.orElseThrow(), gathering));
        } else {
            filled.addAll(gathering.whole());
            if (job.acceptLoss() && (liveTruth().isEmpty() || !standing.certificateReached())) {
                log.warn("{}: the loss of shard {} is accepted", job.name(), shard);
                tools.journal().acceptLoss(shard);
                filled.addAll(live);
            }
            plan(job, live);
        }
    }

    /**
     * Whether the owners stand as the operator's plan found them. Looked at once, behind the fence
     * and before anything is sent; a leader that finds hops gone goes on with them.
     */
    private boolean isAsPlanned() {
        if (planChecked || repair.hops().stream().anyMatch(HopReport::ran)) {
            return true;
        }
        planChecked = true;
        return repair.plannedRoots() == 0
                || repair.plannedRoots() == PlannedRoots.of(gathering.roots());
    }

    /**
     * An owner adopts a certificate when the image with it reaches it, a moment after the commit.
     */
    private boolean mayJustNotHaveHeard() throws InterruptedException {
        if (looksAgain == times.gatherAttempts()) {
            return false;
        }
        looksAgain++;
        tools.sleeper().sleep(times.gatherPause());
        return true;
    }

    private void endEqual(RepairJob job) throws JournalUnavailableException {
        List<ShardRepair> ended =
                tools.equalShards().end(job, Map.of(repair, gathering), tools.gatherer().bytes());
        if (!ended.isEmpty()) {
            repair = ended.get(0);
            stage = Stage.ENDED;
            log.info("shard {}: all owners are equal", shard);
        }
    }

    private void plan(RepairJob job, List<NodeId> live)
            throws JournalUnavailableException, InterruptedException {
        Set<NodeId> truth = liveTruth();
        if (truth.isEmpty() && gathering.with(ReplicaHealth.DAMAGED).isEmpty()) {
            giveUp(notes.nobodyWhole("every copy is gone", gathering));
            return;
        }
        plan =
                RingPlan.over(
                        live,
                        repair.start().orElse(live.get(0)),
                        repair.hops(),
                        notes.whyRestarted(gathering));
        rings = Math.max(rings, plan.closedRings());
        if (gathering.equal() && !truth.isEmpty()) {
            plan = plan.endedAs(HopPhase.SKIPPED, "");
            write();
            conclude(job);
            return;
        }
        write();
        if (!standing.behind().isEmpty()) {
            stage = Stage.RESETTING;
        } else {
            stage = plan.next().isPresent() ? Stage.HOPPING : Stage.CLOSING;
        }
    }

    private void reset(RepairJob job) throws JournalUnavailableException, InterruptedException {
        stage = Stage.GATHERING; // to see how they stand then
        if (gathering.with(ReplicaHealth.WHOLE).containsAll(standing.behind())
                && looksAgain == 0
                && mayJustNotHaveHeard()) {
            return;
        }
        if (resets.tooMany(gathering)) {
            giveUp(
                    notes.name(standing.behind().get(0))
                            + " stays behind however often it is reset");
            return;
        }
        try {
            resets.resetOne(job, standing);
            failedAttempts = 0;
        } catch (OwnerUnavailableException | HopFailedException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while an owner of shard " + shard + " was reset");
            }
            if (tools.journal().currentState(tools.jobId()) == JobState.RUNNING) {
                failed(
                        notes.name(standing.behind().get(0)) + " is behind, and its reset failed",
                        e);
            }
        }
    }

    private void failed(String what, Exception why)
            throws JournalUnavailableException, InterruptedException {
        failedAttempts++;
        log.warn("shard {}: {}: {}", shard, what, why.getMessage());
        if (failedAttempts == times.hopAttempts()) {
            giveUp("%s %d times: %s".formatted(what, failedAttempts, why.getMessage()));
        } else {
            tools.sleeper().sleep(times.backOff(failedAttempts));
        }
    }

    private void hop(RepairJob job) throws JournalUnavailableException, InterruptedException {
        OptionalInt next = plan.next();
        if (next.isEmpty()) {
            rings++;
            stage = Stage.CLOSING;
            return;
        }
        int index = next.getAsInt();
        HopReport before = plan.reports().get(index);
        HopRunner.Attempt attempt = tools.runner().run(job, shard, index, before);
        HopReport report = attempt.report();
        if (attempt instanceof HopRunner.Attempt.Finished) {
            log.info("{}: shard {} hop {} {}", job.name(), shard, report.hop(), report.phase());
            failedAttempts = 0;
            plan = plan.with(index, report);
            filled.addAll(plan.reachedFrom(filled));
            write();
        } else if (attempt instanceof HopRunner.Attempt.Stopped) {
            boolean paused = tools.journal().currentState(tools.jobId()) != JobState.CANCELLED;
            plan = plan.with(index, replanned(report, paused ? "paused" : "cancelled"));
            stage = Stage.GATHERING; // the roots may have moved by the time it goes on
            write();
        } else if (attempt instanceof HopRunner.Attempt.Failed failed) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while " + notes.hop(report) + " ran");
            }
            failedAttempts++;
            log.warn("{}: shard {} hop {}: {}", job.name(), shard, report.hop(), failed.why());
            plan = plan.with(index, replanned(report, failed.why()));
            write();
            if (failedAttempts == times.hopAttempts()) {
                plan = plan.endedAs(HopPhase.ABANDONED, failed.why());
                write();
                giveUp(
                        "hop %s failed %d times: %s"
                                .formatted(notes.hop(report), failedAttempts, failed.why()));
            } else {
                tools.sleeper().sleep(times.backOff(failedAttempts));
                stage = Stage.GATHERING;
            }
        }
    }

    private static HopReport replanned(HopReport report, String why) {
        return report.phase().finished() ? report : report.replanned(why);
    }

    private void close(RepairJob job, OwnerSet current)
            throws JournalUnavailableException, InterruptedException {
        gathering = gatherClosedCells(job, current);
        for (int attempt = 1; !gathering.equal() && attempt < times.gatherAttempts(); attempt++) {
            tools.sleeper().sleep(times.gatherPause());
            gathering = gatherClosedCells(job, current);
        }
        repair = repair.withAbsent(gathering.absent());
        if (!ringWasOverAll() && rings <= times.extraRings()) {
            stage = Stage.GATHERING;
            return;
        }
        boolean worthIt = !gathering.equal() && gathering.live().size() > 1;
        if (worthIt && rings <= times.extraRings()) {
            filled.addAll(gathering.whole());
            plan = plan.further(gathering.live(), repair.start().orElse(gathering.live().get(0)));
            write();
            stage = Stage.HOPPING;
            return;
        }
        conclude(job);
    }

    /**
     * Whether equal roots mean that all is repaired: of open cells they say nothing, those the ring
     * alone has seen to. An owner that came back, or lost its copy, since the ring began was not in
     * it.
     */
    private boolean ringWasOverAll() {
        List<NodeId> live = gathering.live();
        return gathering.leftOut().isEmpty()
                || plan.nodes().containsAll(live) && filled.containsAll(live);
    }

    /**
     * The roots; if they differ, those of the cells alone that are closed on all owners: whatever
     * is written meanwhile stands above R, so these rest.
     */
    private Gathering gatherClosedCells(RepairJob job, OwnerSet current)
            throws InterruptedException {
        GatherOrder order = order(job, current);
        Gathering all = gather(order);
        return all.equal() || all.open().isEmpty()
                ? all
                : gather(order.leavingOut(shard, all.open()));
    }

    /** Certifies what the last gathering has shown, and tells the owners. */
    private void conclude(RepairJob job) throws JournalUnavailableException {
        Set<NodeId> truth = liveTruth();
        boolean equal =
                gathering.absent().isEmpty()
                        && gathering.equal()
                        && ringWasOverAll()
                        && !truth.isEmpty();
        Set<NodeId> whole = gathering.equalTo(truth);
        if (!gathering.leftOut().isEmpty()) {
            whole.retainAll(filled);
        }
        ShardRepair last =
                repair.endedUncertified(notes.whyNotCertified(gathering, !truth.isEmpty(), rings));
        if (equal) {
            Certification outcome = tools.certifier().certify(Map.of(shard, gathering)).get(shard);
            if (outcome instanceof Certification.Overtaken) {
                stage = Stage.GATHERING;
                return;
            }
            last = outcome.ended(repair);
        }
        tools.ends().ended(shard, gathering, whole, equal ? job.started() : Optional.empty());
        end(last);
    }

    /** Live owners that hold all that is known to have been stored. */
    private Set<NodeId> liveTruth() {
        return gathering.live().stream().filter(filled::contains).collect(Collectors.toSet());
    }

    private void write() throws JournalUnavailableException {
        repair = repair.withHops(plan.reports());
        tools.journal().record(tools.jobId(), List.of(repair), tools.gatherer().bytes());
    }

    private void giveUp(String why) throws JournalUnavailableException {
        tools.ends().lift(shard);
        end(repair.endedUncertified(why));
    }

    private void end(ShardRepair last) throws JournalUnavailableException {
        RingPlan hops = new RingPlan(repair.hops(), 0);
        repair =
                last.withHops(hops.endedAs(HopPhase.ABANDONED, last.note()).reports())
                        .noted(resets.note());
        tools.journal().record(tools.jobId(), List.of(repair), tools.gatherer().bytes());
        stage = Stage.ENDED;
        log.info(
                "shard {}: {}{}",
                shard,
                repair.certified() ? "all owners are equal" : "not certified: ",
                repair.certified() ? "" : repair.note());
    }
}

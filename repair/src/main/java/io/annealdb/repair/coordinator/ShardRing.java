package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.compare.Sleeper;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import java.util.HashSet;
import java.util.List;
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
 *    │   ▲ ▲
 *    │   │ └── a hop failed, or the owners changed
 *    ▼   │
 *   HOPPING ─▶ CLOSING: roots of all owners ─▶ equal, or rings enough ──▶ ENDED
 *       ▲         │ still different
 *       └─────────┘ one more ring
 * </pre>
 *
 * A new leader begins again with GATHERING, and finds in the record which hops are gone. For one
 * thread.
 */
final class ShardRing {
    private enum Stage {
        GATHERING,
        HOPPING,
        CLOSING,
        ENDED
    }

    private static final Logger log = LoggerFactory.getLogger(ShardRing.class);

    private final Owners owners;
    private final ShardOwners shards;
    private final JobJournal journal;
    private final HopRunner runner;
    private final RootGatherer gatherer;
    private final Sleeper sleeper;
    private final CoordinatorTimes times;

    private final long jobId;
    private final ShardId shard;
    private ShardRepair repair;
    private Stage stage = Stage.GATHERING;
    private Gathering gathering; // the last one
    private RingPlan plan;

    /** Owners that hold all that any whole owner held, by health or because a hop filled them. */
    private final Set<NodeId> filled = new HashSet<>();

    private int failedAttempts;
    private int rings;

    ShardRing(
            Owners owners,
            ShardOwners shards,
            JobJournal journal,
            HopRunner runner,
            RootGatherer gatherer,
            Sleeper sleeper,
            CoordinatorTimes times,
            long jobId,
            ShardRepair repair) {
        this.owners = owners;
        this.shards = shards;
        this.journal = journal;
        this.runner = runner;
        this.gatherer = gatherer;
        this.sleeper = sleeper;
        this.times = times;
        this.jobId = jobId;
        this.shard = repair.shard();
        this.repair = repair;
    }

    ShardId shard() {
        return shard;
    }

    boolean ended() {
        return stage == Stage.ENDED;
    }

    void step(RepairJob job) throws JournalUnavailableException, InterruptedException {
        Optional<OwnerSet> current = shards.ownersOf(shard);
        if (current.isEmpty()) {
            end(true, "the shard was dropped meanwhile");
        } else if (stage == Stage.GATHERING) {
            begin(job, gatherer.gather(shard, current.get()));
        } else if (!current.get().equals(gathering.owners())) {
            failedAttempts = 0;
            stage = Stage.GATHERING;
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
        end(false, "cancelled");
    }

    void begin(RepairJob job, Gathering gathered)
            throws JournalUnavailableException, InterruptedException {
        gathering = gathered;
        repair = repair.withAbsent(gathered.absent());
        List<NodeId> live = gathered.live();
        if (live.isEmpty()) {
            end(false, "no owner answers: " + names(gathered.absent()));
            return;
        }
        filled.addAll(gathered.whole());
        Set<NodeId> truth = liveTruth();
        if (truth.isEmpty() && job.acceptLoss()) {
            log.warn("{}: the loss of shard {} is accepted", job.name(), shard);
            journal.acceptLoss(shard);
            filled.addAll(live);
            truth = liveTruth();
        }
        if (truth.isEmpty() && gathered.with(ReplicaHealth.DAMAGED).isEmpty()) {
            end(false, nobodyWhole("every copy is gone"));
            return;
        }
        plan =
                RingPlan.over(
                        live,
                        repair.start().orElse(live.get(0)),
                        repair.hops(),
                        gathered.absent().isEmpty()
                                ? "the owners changed; the ring starts again"
                                : names(gathered.absent())
                                        + " went away; the ring starts again without");
        rings = Math.max(rings, plan.closedRings());
        if (gathered.equal() && !truth.isEmpty()) {
            plan = plan.endedAs(HopPhase.SKIPPED, "");
            write();
            conclude(job);
            return;
        }
        write();
        stage = plan.next().isPresent() ? Stage.HOPPING : Stage.CLOSING;
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
        HopRunner.Attempt attempt = runner.run(job, shard, index, before);
        HopReport report = attempt.report();
        if (attempt instanceof HopRunner.Attempt.Finished) {
            log.info("{}: shard {} hop {} {}", job.name(), shard, report.hop(), report.phase());
            failedAttempts = 0;
            plan = plan.with(index, report);
            filled.addAll(plan.reachedFrom(filled));
            write();
        } else if (attempt instanceof HopRunner.Attempt.Stopped) {
            boolean paused = journal.currentState(jobId) != JobState.CANCELLED;
            plan = plan.with(index, replanned(report, paused ? "paused" : "cancelled"));
            stage = Stage.GATHERING; // the roots may have moved by the time it goes on
            write();
        } else if (attempt instanceof HopRunner.Attempt.Failed failed) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while " + hopName(report) + " ran");
            }
            failedAttempts++;
            log.warn("{}: shard {} hop {}: {}", job.name(), shard, report.hop(), failed.why());
            plan = plan.with(index, replanned(report, failed.why()));
            write();
            if (failedAttempts == times.hopAttempts()) {
                plan = plan.endedAs(HopPhase.ABANDONED, failed.why());
                write();
                end(
                        false,
                        "hop %s failed %d times: %s"
                                .formatted(hopName(report), failedAttempts, failed.why()));
            } else {
                sleeper.sleep(times.backOff(failedAttempts));
                stage = Stage.GATHERING;
            }
        }
    }

    private static HopReport replanned(HopReport report, String why) {
        return report.phase().finished() ? report : report.replanned(why);
    }

    private void close(RepairJob job, OwnerSet current)
            throws JournalUnavailableException, InterruptedException {
        gathering = gatherer.gather(shard, current);
        for (int attempt = 1; !gathering.equal() && attempt < times.gatherAttempts(); attempt++) {
            sleeper.sleep(times.gatherPause());
            gathering = gatherer.gather(shard, current);
        }
        repair = repair.withAbsent(gathering.absent());
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

    /** Tells the owners what the last gathering has shown. */
    private void conclude(RepairJob job) throws JournalUnavailableException {
        Set<NodeId> truth = liveTruth();
        boolean certified = gathering.absent().isEmpty() && gathering.equal() && !truth.isEmpty();
        Set<NodeId> whole = gathering.equalTo(truth);
        for (NodeId owner : gathering.live()) {
            tell(
                    owner,
                    new RingEnded(
                            job.name(),
                            shard,
                            whole.contains(owner),
                            certified ? job.started() : Optional.empty()));
        }
        end(certified, certified ? "" : whyNotCertified(truth));
    }

    private void tell(NodeId owner, RingEnded ended) {
        try {
            owners.ringEnded(owner, ended);
        } catch (OwnerUnavailableException e) {
            // It has what the ring brought it; the next repair tells it that it is whole.
            log.warn("node {} has not heard of the end of {}: {}", owner, ended, e.getMessage());
        }
    }

    private String whyNotCertified(Set<NodeId> truth) {
        if (!gathering.absent().isEmpty()) {
            return names(gathering.absent()) + " did not answer: nothing is certified";
        }
        return truth.isEmpty()
                ? nobodyWhole("no copy is whole")
                : "the copies still differ after "
                        + rings
                        + " rings, probably because writes go on; start the repair again";
    }

    private String nobodyWhole(String what) {
        String away =
                gathering.absent().isEmpty()
                        ? ""
                        : " Start " + names(gathering.absent()) + ", which may hold it, or";
        return ("%s: no live owner holds shard %s whole.%s use --accept-loss to serve what is"
                        + " left of it.")
                .formatted(what, shard, away.isEmpty() ? " If it is lost for good," : away);
    }

    /** Live owners that hold all that is known to have been stored. */
    private Set<NodeId> liveTruth() {
        return gathering.live().stream().filter(filled::contains).collect(Collectors.toSet());
    }

    private void write() throws JournalUnavailableException {
        repair = repair.withHops(plan.reports());
        journal.record(jobId, repair, gatherer.bytes());
    }

    private void end(boolean certified, String note) throws JournalUnavailableException {
        RingPlan last = new RingPlan(repair.hops(), 0);
        repair =
                repair.withHops(last.endedAs(HopPhase.ABANDONED, note).reports())
                        .ended(certified, note);
        journal.record(jobId, repair, gatherer.bytes());
        stage = Stage.ENDED;
        log.info(
                "shard {}: {}{}",
                shard,
                certified ? "all owners are equal" : "not certified: ",
                certified ? "" : note);
    }

    private String hopName(HopReport hop) {
        return shards.nameOf(hop.from()) + "→" + shards.nameOf(hop.to());
    }

    private String names(List<NodeId> nodes) {
        return nodes.stream().map(shards::nameOf).collect(Collectors.joining(", "));
    }
}

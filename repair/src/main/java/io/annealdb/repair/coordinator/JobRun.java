package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One leader's work on one job: first a look at all its shards, which ends those whose owners are
 * equal and tells how long the others take; then a ring for each of these. Steps are small: a
 * gathering of roots, or a hop. For one thread; a node that becomes leader again begins a new run.
 */
public final class JobRun {
    /** So many shards are asked about with one call an owner. */
    private static final int GATHER_SHARDS_MAX = 64;

    private final RingTools tools;
    private final Set<ShardId> askedTogether = new HashSet<>();
    private ShardRing ring; // null between shards

    JobRun(RingTools tools) {
        this.tools = tools;
    }

    /**
     * Goes one step.
     *
     * @return false if nothing is left to do for now: the job has ended, or is paused
     * @throws JournalUnavailableException if this node leads no more; the run is then over
     * @throws InterruptedException if the node stops; the next leader goes on
     */
    public boolean step() throws JournalUnavailableException, InterruptedException {
        Optional<RepairJob> known = tools.journal().job(tools.jobId());
        if (known.isEmpty()) {
            return false;
        }
        RepairJob job = known.get();
        switch (job.state()) {
            case QUEUED -> tools.journal().changeState(tools.jobId(), JobState.RUNNING, "");
            case RUNNING -> {
                return work(job);
            }
            case CANCELLED -> {
                if (ring != null && !ring.ended()) {
                    ring.cancel();
                }
                return stop();
            }
            default -> {
                return stop();
            }
        }
        return true;
    }

    /** No fence outlives the run that set it, as far as its owner can be reached. */
    private boolean stop() {
        tools.ends().liftAll();
        return false;
    }

    private boolean work(RepairJob job) throws JournalUnavailableException, InterruptedException {
        if (ring == null || ring.ended()) {
            List<ShardRepair> left =
                    job.shards().stream().filter(shard -> !shard.finished()).toList();
            if (left.isEmpty()) {
                finish(job);
                return stop();
            }
            if (left.stream().anyMatch(repair -> !askedTogether.contains(repair.shard()))) {
                endThoseEqual(job, left);
                return true;
            }
            tools.promise().state(job);
            ring = new ShardRing(tools, left.get(0));
        }
        ring.step(job);
        return true;
    }

    /** Most shards are equal: one call an owner settles many of them. */
    private void endThoseEqual(RepairJob job, List<ShardRepair> left)
            throws JournalUnavailableException, InterruptedException {
        List<ShardRepair> next =
                left.stream()
                        .filter(repair -> !askedTogether.contains(repair.shard()))
                        .limit(GATHER_SHARDS_MAX)
                        .toList();
        Map<ShardId, OwnerSet> asked = new LinkedHashMap<>();
        for (ShardRepair repair : next) {
            askedTogether.add(repair.shard());
            tools.shards()
                    .ownersOf(repair.shard())
                    .ifPresent(owners -> asked.put(repair.shard(), owners));
        }
        Map<ShardId, Gathering> gathered =
                tools.gatherer()
                        .gather(GatherOrder.of(job.name(), tools.shards().watermark().at(), asked));
        Map<ShardRepair, Gathering> answers = new LinkedHashMap<>();
        for (ShardRepair repair : next) {
            if (gathered.containsKey(repair.shard())) {
                if (repair.plannedRoots() == 0) { // else the ring looks first whether it may begin
                    answers.put(repair, gathered.get(repair.shard()));
                }
                tools.promise().looked(job, repair.shard(), gathered.get(repair.shard()));
            }
        }
        tools.equalShards().end(job, answers, tools.gatherer().bytes());
    }

    private void finish(RepairJob job) throws JournalUnavailableException {
        String failure =
                job.shards().stream()
                        .filter(ShardRepair::failed)
                        .map(shard -> "shard " + shard.shard() + ": " + shard.note())
                        .collect(Collectors.joining("; "));
        tools.journal()
                .changeState(
                        tools.jobId(),
                        failure.isEmpty() ? JobState.DONE : JobState.FAILED,
                        failure);
    }
}

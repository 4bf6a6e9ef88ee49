package io.annealdb.repair.coordinator;

import io.annealdb.points.ShardId;
import io.annealdb.repair.job.JobState;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One leader's work on one job. Steps are small: a gathering of roots, or a hop. For one thread; a
 * node that becomes leader again begins a new run.
 */
public final class JobRun {
    /** So many shards are asked about with one call an owner. */
    private static final int GATHER_SHARDS_MAX = 64;

    private final long jobId;
    private final ShardOwners shards;
    private final JobJournal journal;
    private final RootGatherer gatherer;
    private final Function<ShardRepair, ShardRing> rings;
    private final Map<ShardId, Gathering> gathered = new HashMap<>();
    private ShardRing ring; // null between shards

    JobRun(
            long jobId,
            ShardOwners shards,
            JobJournal journal,
            RootGatherer gatherer,
            Function<ShardRepair, ShardRing> rings) {
        this.jobId = jobId;
        this.shards = shards;
        this.journal = journal;
        this.gatherer = gatherer;
        this.rings = rings;
    }

    /**
     * Goes one step.
     *
     * @return false if nothing is left to do for now: the job has ended, or is paused
     * @throws JournalUnavailableException if this node leads no more; the run is then over
     * @throws InterruptedException if the node stops; the next leader goes on
     */
    public boolean step() throws JournalUnavailableException, InterruptedException {
        Optional<RepairJob> known = journal.job(jobId);
        if (known.isEmpty()) {
            return false;
        }
        RepairJob job = known.get();
        switch (job.state()) {
            case QUEUED -> journal.changeState(jobId, JobState.RUNNING, "");
            case RUNNING -> {
                return work(job);
            }
            case CANCELLED -> {
                if (ring != null && !ring.ended()) {
                    ring.cancel();
                }
                return false;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean work(RepairJob job) throws JournalUnavailableException, InterruptedException {
        if (ring == null || ring.ended()) {
            List<ShardRepair> left =
                    job.shards().stream().filter(shard -> !shard.finished()).toList();
            if (left.isEmpty()) {
                finish(job);
                return false;
            }
            ring = rings.apply(left.get(0));
            if (!gathered.containsKey(ring.shard())) {
                gatherAhead(left);
            }
            Gathering ahead = gathered.remove(ring.shard());
            if (ahead != null && ahead.equal()) {
                ring.begin(job, ahead);
                return true;
            }
        }
        ring.step(job);
        return true;
    }

    /** Most shards are equal: one call an owner settles many of them. */
    private void gatherAhead(List<ShardRepair> left) throws InterruptedException {
        Map<ShardId, OwnerSet> asked = new LinkedHashMap<>();
        left.stream()
                .limit(GATHER_SHARDS_MAX)
                .forEach(
                        each ->
                                shards.ownersOf(each.shard())
                                        .ifPresent(owners -> asked.put(each.shard(), owners)));
        gathered.clear();
        gathered.putAll(gatherer.gather(asked));
    }

    private void finish(RepairJob job) throws JournalUnavailableException {
        String failure =
                job.shards().stream()
                        .filter(ShardRepair::failed)
                        .map(shard -> "shard " + shard.shard() + ": " + shard.note())
                        .collect(Collectors.joining("; "));
        journal.changeState(jobId, failure.isEmpty() ? JobState.DONE : JobState.FAILED, failure);
    }
}

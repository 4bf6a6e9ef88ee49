package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.job.Promise;
import io.annealdb.repair.job.RepairJob;
import io.annealdb.repair.job.ShardRepair;
import io.annealdb.repair.ring.ConvergenceBound;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The latest time of equality that a job promises: one ring for each shard whose owners differ,
 * after another. Stated in the log once all roots are known, before the first hop; stated anew only
 * when owners come, die or lose something, and then it says why. For one thread.
 */
final class JobPromise {
    /** What a ring over a shard rests on. */
    private record Ground(OwnerSet owners, Set<NodeId> away, Set<NodeId> broken, Duration ring) {}

    private final long jobId;
    private final ShardOwners shards;
    private final JobJournal journal;
    private final Duration hopTimeout;
    private final Map<ShardId, Ground> grounds = new HashMap<>();
    private boolean stated;

    JobPromise(long jobId, ShardOwners shards, JobJournal journal, Duration hopTimeout) {
        this.jobId = jobId;
        this.shards = shards;
        this.journal = journal;
        this.hopTimeout = hopTimeout;
    }

    /** Notes what a shard's ring will rest on. */
    void looked(RepairJob job, ShardId shard, Gathering gathering) {
        grounds.put(shard, ground(job, gathering));
    }

    /** Before the first hop of this run; what an earlier leader has promised stands. */
    void state(RepairJob job) throws JournalUnavailableException {
        if (stated) {
            return;
        }
        stated = true;
        Optional<Promise> before = job.promise();
        Set<NodeId> away = away(job);
        if (before.isEmpty()) {
            promise(job, "");
        } else if (before.get().by().isEmpty()) {
            promise(job, before.get().restated());
        } else if (!away.equals(Set.copyOf(before.get().away()))) {
            promise(job, moved(before.get().away(), away));
        }
    }

    /** Once the roots of a shard are gathered again. */
    void heard(RepairJob job, ShardId shard, Gathering gathering)
            throws JournalUnavailableException {
        Ground now = ground(job, gathering);
        Ground before = grounds.put(shard, now);
        if (before == null) {
            return;
        }
        if (!before.owners().equals(now.owners())) {
            promise(job, "the owners of shard " + shard + " changed");
        } else if (!before.away().equals(now.away())) {
            promise(job, moved(before.away(), now.away()));
        } else if (!before.broken().containsAll(now.broken())) {
            promise(
                    job,
                    names(less(now.broken(), before.broken()))
                            + " lost its copy of shard "
                            + shard
                            + ", or a part of it");
        }
    }

    private Ground ground(RepairJob job, Gathering gathering) {
        Set<NodeId> broken = new TreeSet<>(gathering.with(ReplicaHealth.MISSING));
        broken.addAll(gathering.with(ReplicaHealth.DAMAGED));
        long bytes =
                gathering.roots().values().stream().mapToLong(OwnerRoot::bytes).max().orElse(0);
        int live = gathering.live().size();
        return new Ground(
                gathering.owners(),
                new TreeSet<>(gathering.absent()),
                broken,
                live < 2
                        ? Duration.ZERO
                        : ConvergenceBound.ofRing(live, bytes, job.rate(), hopTimeout).latest());
    }

    private void promise(RepairJob job, String restated) throws JournalUnavailableException {
        Duration rings =
                unfinished(job).stream().map(Ground::ring).reduce(Duration.ZERO, Duration::plus);
        journal.promise(jobId, rings, List.copyOf(away(job)), restated);
    }

    private Set<NodeId> away(RepairJob job) {
        return unfinished(job).stream()
                .flatMap(ground -> ground.away().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Ground> unfinished(RepairJob job) {
        return job.shards().stream()
                .filter(repair -> !repair.finished())
                .map(ShardRepair::shard)
                .filter(grounds::containsKey)
                .map(grounds::get)
                .toList();
    }

    private String moved(Collection<NodeId> before, Collection<NodeId> now) {
        Set<NodeId> gone = less(now, before);
        return gone.isEmpty()
                ? names(less(before, now)) + " came back"
                : names(gone) + " went away";
    }

    private static Set<NodeId> less(Collection<NodeId> some, Collection<NodeId> others) {
        Set<NodeId> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }

    private String names(Set<NodeId> nodes) {
        return nodes.stream().map(shards::nameOf).collect(Collectors.joining(", "));
    }
}

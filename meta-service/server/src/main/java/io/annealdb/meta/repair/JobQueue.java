package io.annealdb.meta.repair;

import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.RepairKind;
import io.annealdb.image.RepairState;
import io.annealdb.image.ShardRepairInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which jobs may begin to run: those of operators first, then by age; never two on one shard, also
 * not while one that was cancelled is still stopping. Background jobs have places of their own, so
 * nobody who waits for a repair waits for one of those. Pure.
 *
 * @param operatorsMax jobs of operators that run at a time
 * @param backgroundMax background jobs that run at a time
 */
record JobQueue(int operatorsMax, int backgroundMax) {
    static boolean wantsToRun(RepairJobInfo job) {
        return job.state() == RepairState.QUEUED || job.state() == RepairState.RUNNING;
    }

    /**
     * @param jobs of the image
     * @param running those that have a thread, whatever the image says of them by now
     */
    List<RepairJobInfo> startable(List<RepairJobInfo> jobs, Collection<RepairJobInfo> running) {
        List<RepairJobInfo> busy = new ArrayList<>(running);
        List<RepairJobInfo> startable = new ArrayList<>();
        jobs.stream()
                .filter(JobQueue::wantsToRun)
                .filter(job -> running.stream().noneMatch(other -> other.id() == job.id()))
                .sorted(Comparator.comparing(RepairJobInfo::kind).thenComparing(RepairJobInfo::id))
                .forEach(
                        job -> {
                            if (hasPlace(job, busy) && busy.stream().noneMatch(o -> meet(o, job))) {
                                busy.add(job);
                                startable.add(job);
                            }
                        });
        return startable;
    }

    private boolean hasPlace(RepairJobInfo job, List<RepairJobInfo> busy) {
        long taken = busy.stream().filter(other -> other.kind() == job.kind()).count();
        return taken < (job.kind() == RepairKind.OPERATOR ? operatorsMax : backgroundMax);
    }

    private static boolean meet(RepairJobInfo one, RepairJobInfo other) {
        return one.shards().stream()
                .map(ShardRepairInfo::shard)
                .anyMatch(shard -> other.shard(shard).isPresent());
    }
}

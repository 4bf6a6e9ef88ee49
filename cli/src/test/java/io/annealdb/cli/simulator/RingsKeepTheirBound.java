package io.annealdb.cli.simulator;

import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.RepairState;
import io.annealdb.image.ShardRepairInfo;
import java.util.Optional;

/** Each ring of calm weather has certified its shard, with at most 2(n-1) hops. */
final class RingsKeepTheirBound implements Invariant {
    @Override
    public Optional<String> broken(SimulatedCluster cluster) {
        for (RepairJobInfo job : cluster.lastRings) {
            for (ShardRepairInfo shard : job.shards()) {
                int owners =
                        cluster.image().shard(shard.shard()).orElseThrow().shard().owners().size();
                if (job.state() != RepairState.DONE || !shard.certified()) {
                    return Optional.of(job.name() + " is not certified: " + job);
                }
                if (shard.hops().size() > 2 * (owners - 1)) {
                    return Optional.of(
                            job.name() + " took " + shard.hops().size() + " hops: " + job);
                }
            }
        }
        return Optional.empty();
    }
}

package io.annealdb.cli.simulator;

import io.annealdb.data.peer.RefusedException;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.points.FieldValue;
import io.annealdb.points.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What every owner shows when a ring begins. Once it has certified the shard, each owner that lives
 * shows all of that, or what has won over it since: nothing is skipped for being written to
 * (repair.md R8).
 */
final class RingWatch {
    private final SimulatedCluster cluster;
    private final ShardPlace place;
    private final List<SortedMap<Place, FieldValue>> shown = new ArrayList<>();

    RingWatch(SimulatedCluster cluster, ShardPlace place) {
        this.cluster = cluster;
        this.place = place;
        for (SimulatedNode owner : cluster.owners(place)) {
            read(owner).ifPresent(shown::add);
        }
    }

    /** Empty if the owner is away, or has not heard yet that it is one. */
    private Optional<SortedMap<Place, FieldValue>> read(SimulatedNode owner) {
        try {
            return owner.up() ? Optional.of(Contents.of(owner, shard())) : Optional.empty();
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private ShardId shard() {
        return place.shard().id();
    }

    void judge(RepairJobInfo job) {
        boolean undisturbed =
                !cluster.lostShards.contains(shard())
                        && place.shard().ownerNodes().stream().noneMatch(cluster.emptied::contains);
        if (!undisturbed || !job.shards().stream().allMatch(ShardRepairInfo::certified)) {
            return;
        }
        for (SimulatedNode owner : cluster.owners(place)) {
            read(owner).ifPresent(now -> judge(job, owner, now));
        }
    }

    private void judge(RepairJobInfo job, SimulatedNode owner, SortedMap<Place, FieldValue> now) {
        for (SortedMap<Place, FieldValue> before : shown) {
            for (Map.Entry<Place, FieldValue> each : before.entrySet()) {
                FieldValue there = now.get(each.getKey());
                boolean brought =
                        each.getKey().takesAllTypes()
                                || cluster.ledger.mayReplace(
                                        each.getKey(), shard(), each.getValue(), there);
                if (!brought) {
                    throw new BrokenInvariant(
                            "R8: %s has certified shard %s, but %s shows %s at %s, not %s"
                                    .formatted(
                                            job.name(),
                                            shard(),
                                            owner,
                                            there,
                                            each.getKey(),
                                            each.getValue()));
                }
            }
        }
    }
}

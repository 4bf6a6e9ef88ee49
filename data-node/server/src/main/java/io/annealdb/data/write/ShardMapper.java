package io.annealdb.data.write;

import io.annealdb.image.RetentionPolicyInfo;
import io.annealdb.image.ShardGroupInfo;
import io.annealdb.image.ShardInfo;
import io.annealdb.points.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Splits a batch by shard group and shard. Pure. */
final class ShardMapper {
    private ShardMapper() {}

    /** The rows of one shard. */
    record Part(ShardInfo shard, Rows rows) {}

    /**
     * @param parts rows whose group is known, by shard
     * @param missing a time, ns, in each stretch of the policy's group length that has no group
     * @param unassigned the rows of those stretches
     * @param beyondRetention rows that were left out since the policy keeps nothing so old
     */
    record Mapped(
            List<Part> parts, Collection<Long> missing, Rows unassigned, int beyondRetention) {}

    static Mapped map(RetentionPolicyInfo policy, Rows rows, long nowNanos) {
        long oldest = policy.duration() == 0 ? Long.MIN_VALUE : nowNanos - policy.duration();
        ShardInfo[] shardOf = new ShardInfo[rows.size()];
        TreeMap<Long, Long> missing = new TreeMap<>();
        Rows.Builder unassigned = Rows.builder();
        int beyond = 0;
        Optional<ShardGroupInfo> group = Optional.empty();
        for (int row = 0; row < rows.size(); row++) {
            long time = rows.time(row);
            if (time < oldest) {
                beyond++;
                continue;
            }
            if (group.isEmpty() || !group.get().range().contains(time)) {
                group = policy.groupAt(time);
            }
            if (group.isEmpty()) {
                missing.merge(Math.floorDiv(time, policy.groupDuration()), time, Math::min);
                unassigned.add(rows, row);
            } else {
                shardOf[row] = group.get().shardFor(rows.series(row));
            }
        }
        return new Mapped(split(rows, shardOf), missing.values(), unassigned.build(), beyond);
    }

    private static List<Part> split(Rows rows, ShardInfo[] shardOf) {
        Map<ShardInfo, Rows.Builder> byShard = new IdentityHashMap<>();
        List<ShardInfo> order = new ArrayList<>();
        boolean whole = true; // every row goes to one shard: nothing to copy
        for (ShardInfo shard : shardOf) {
            whole &= shard != null && shard == shardOf[0];
        }
        if (whole && shardOf.length > 0) {
            return List.of(new Part(shardOf[0], rows));
        }
        for (int row = 0; row < shardOf.length; row++) {
            ShardInfo shard = shardOf[row];
            if (shard != null) {
                Rows.Builder part = byShard.get(shard);
                if (part == null) {
                    part = Rows.builder();
                    byShard.put(shard, part);
                    order.add(shard);
                }
                part.add(rows, row);
            }
        }
        return order.stream().map(shard -> new Part(shard, byShard.get(shard).build())).toList();
    }
}

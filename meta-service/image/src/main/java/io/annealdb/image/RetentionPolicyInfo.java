package io.annealdb.image;

import io.annealdb.points.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * How long a database's points are kept, and in how many copies.
 *
 * @param duration ns; 0: for ever
 * @param groupDuration the length of new shard groups, ns
 * @param replication the copies wanted of each shard
 * @param groups sorted by time, none overlaps another
 */
public record RetentionPolicyInfo(
        String name,
        long duration,
        long groupDuration,
        int replication,
        List<ShardGroupInfo> groups) {
    public RetentionPolicyInfo {
        if (duration < 0 || groupDuration < 1 || replication < 1) {
            throw new IllegalArgumentException(
                    "retention policy "
                            + name
                            + ": duration="
                            + duration
                            + ", groupDuration="
                            + groupDuration
                            + ", replication="
                            + replication);
        }
        groups = List.copyOf(groups);
        for (int i = 1; i < groups.size(); i++) {
            TimeRange earlier = groups.get(i - 1).range();
            if (earlier.end() > groups.get(i).range().start()) {
                throw new IllegalArgumentException(
                        "retention policy "
                                + name
                                + ": "
                                + groups.get(i).range()
                                + " does not follow "
                                + earlier);
            }
        }
    }

    /** The group that holds a time, ns. */
    public Optional<ShardGroupInfo> groupAt(long time) {
        int at = firstGroupAfter(time) - 1;
        return at >= 0 && groups.get(at).range().contains(time)
                ? Optional.of(groups.get(at))
                : Optional.empty();
    }

    /** The groups that hold some time of a range, sorted. */
    public List<ShardGroupInfo> groupsIn(TimeRange range) {
        return groups.stream().filter(group -> group.range().overlaps(range)).toList();
    }

    /** The index of the first group that starts after a time. */
    int firstGroupAfter(long time) {
        int low = 0;
        int high = groups.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groups.get(middle).range().start() <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether all that a group can hold is older than the policy keeps. */
    public boolean expired(TimeRange range, long nowNanos) {
        return duration > 0 && range.end() <= nowNanos - duration;
    }

    RetentionPolicyInfo withGroups(List<ShardGroupInfo> changed) {
        return new RetentionPolicyInfo(name, duration, groupDuration, replication, changed);
    }
}

package io.annealdb.image;

import io.annealdb.image.placement.GroupBoundaries;
import io.annealdb.image.placement.Placement;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.TimeRange;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.proto.CreateNextGroups;
import io.annealdb.proto.EnsureGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decisions about shard groups: which are made, who owns their shards, when they go. */
final class GroupDecisions {
    private GroupDecisions() {}

    /** A time that the policy keeps no more gets no group: it would be dropped at once. */
    static void ensureGroups(DecisionDraft draft, EnsureGroups asked) {
        DatabaseInfo database = PolicyDecisions.databaseOf(draft.image(), asked.getDatabase());
        RetentionPolicyInfo policy =
                database.policy(asked.getRetentionPolicy())
                        .orElseThrow(
                                () ->
                                        Refusal.because(
                                                "retention policy not found: "
                                                        + (asked.getRetentionPolicy().isEmpty()
                                                                ? database.defaultPolicy()
                                                                : asked.getRetentionPolicy())));
        Set<NodeId> living = nodes(asked.getLivingList());
        for (long time : asked.getTimesList()) {
            ensureGroup(draft, database.name(), policy.name(), time, living);
        }
    }

    /** Only where a group ends soon: a database that nobody writes to gets no more groups. */
    static void createNextGroups(DecisionDraft draft, CreateNextGroups asked) {
        Set<NodeId> living = nodes(asked.getLivingList());
        long now = draft.nowNanos();
        for (DatabaseInfo database : draft.image().databases()) {
            for (RetentionPolicyInfo policy : database.policies()) {
                for (ShardGroupInfo group : policy.groups()) {
                    long end = group.range().end();
                    if (now < end && end - now <= asked.getAhead() && end != Long.MAX_VALUE) {
                        ensureGroup(draft, database.name(), policy.name(), end, living);
                    }
                }
            }
        }
    }

    static void dropExpired(DecisionDraft draft) {
        for (DatabaseInfo database : draft.image().databases()) {
            for (RetentionPolicyInfo policy : database.policies()) {
                for (ShardGroupInfo group : policy.groups()) {
                    if (policy.expired(group.range(), draft.nowNanos())) {
                        draft.add(
                                new MetaRecord.GroupDropped(
                                        database.name(), policy.name(), group.id()));
                    }
                }
            }
        }
    }

    private static void ensureGroup(
            DecisionDraft draft,
            String database,
            String policyName,
            long time,
            Set<NodeId> living) {
        ClusterImage image = draft.image();
        RetentionPolicyInfo policy = image.policy(database, policyName).orElseThrow();
        if (time == Long.MAX_VALUE || policy.groupAt(time).isPresent()) {
            return;
        }
        TimeRange range = between(policy, time);
        if (policy.expired(range, draft.nowNanos())) {
            return;
        }
        if (image.dataNodes().isEmpty()) {
            throw Refusal.because(
                    "No data node is registered, so a shard has no place to be. Start one.");
        }
        draft.add(
                new MetaRecord.GroupCreated(
                        database, policyName, newGroup(image, policy, range, living)));
    }

    /**
     * The range of a new group: after a change of the group duration its neighbours may reach into
     * it, and keep what they have.
     */
    private static TimeRange between(RetentionPolicyInfo policy, long time) {
        TimeRange range = GroupBoundaries.around(time, policy.groupDuration());
        int after = policy.firstGroupAfter(time);
        long start = range.start();
        long end = range.end();
        if (after > 0) {
            start = Math.max(start, policy.groups().get(after - 1).range().end());
        }
        if (after < policy.groups().size()) {
            end = Math.min(end, policy.groups().get(after).range().start());
        }
        return new TimeRange(start, end);
    }

    private static ShardGroupInfo newGroup(
            ClusterImage image, RetentionPolicyInfo policy, TimeRange range, Set<NodeId> living) {
        List<List<NodeId>> placed =
                Placement.place(candidates(image), living, policy.replication());
        GridGeometry grid = new GridGeometry(range, image.hashKey());
        List<ShardInfo> shards = new ArrayList<>();
        for (List<NodeId> owners : placed) {
            shards.add(
                    new ShardInfo(
                            new ShardId(image.next().shard() + shards.size()),
                            owners.stream()
                                    .map(node -> new Owner(node, OwnerState.SERVING))
                                    .toList(),
                            grid,
                            1));
        }
        return new ShardGroupInfo(image.next().group(), range, shards);
    }

    private static List<Placement.Candidate> candidates(ClusterImage image) {
        Map<NodeId, Integer> load = new TreeMap<>();
        for (ShardPlace place : image.shards()) {
            place.shard().owners().forEach(owner -> load.merge(owner.node(), 1, Integer::sum));
        }
        return image.dataNodes().stream()
                .map(
                        node ->
                                new Placement.Candidate(
                                        node.id(), node.zone(), load.getOrDefault(node.id(), 0)))
                .toList();
    }

    private static Set<NodeId> nodes(List<Integer> ids) {
        return ids.stream().map(NodeId::new).collect(Collectors.toSet());
    }
}

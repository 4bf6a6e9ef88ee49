package io.annealdb.query;

import io.annealdb.points.FieldValue;
import io.annealdb.points.SeriesKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Databases in memory, laid out as a cluster lays them out: groups are slices of time, and a series
 * is in one shard of a group.
 */
final class FakeCluster implements ShardCatalog, MetadataCatalog {
    private final long groupNs;
    private final int shardsPerGroup;
    private final int runLength;
    private final Map<String, Map<String, Map<Long, List<FakeShard>>>> databases = new TreeMap<>();

    FakeCluster(long groupNs, int shardsPerGroup, int runLength) {
        this.groupNs = groupNs;
        this.shardsPerGroup = shardsPerGroup;
        this.runLength = runLength;
    }

    FakeCluster create(String database) {
        databases
                .computeIfAbsent(database, name -> new TreeMap<>())
                .putIfAbsent("autogen", new TreeMap<>());
        return this;
    }

    FakeCluster create(String database, String retentionPolicy) {
        create(database);
        databases.get(database).putIfAbsent(retentionPolicy, new TreeMap<>());
        return this;
    }

    /** Line protocol without escapes; times in ns. */
    FakeCluster write(String database, String... lines) {
        return writeTo(database, "autogen", lines);
    }

    FakeCluster writeTo(String database, String retentionPolicy, String... lines) {
        for (String line : lines) {
            String[] parts = line.split(" ");
            Map<String, FieldValue> fields = new TreeMap<>();
            for (String field : parts[1].split(",")) {
                int equals = field.indexOf('=');
                fields.put(field.substring(0, equals), value(field.substring(equals + 1)));
            }
            put(
                    database,
                    retentionPolicy,
                    SeriesKey.ofCanonical(parts[0]),
                    Long.parseLong(parts[2]),
                    fields);
        }
        return this;
    }

    private static FieldValue value(String text) {
        if (text.startsWith("\"")) {
            return new FieldValue.StringValue(text.substring(1, text.length() - 1));
        }
        if (text.equals("true") || text.equals("false")) {
            return new FieldValue.BooleanValue(Boolean.parseBoolean(text));
        }
        return text.endsWith("i")
                ? new FieldValue.IntegerValue(Long.parseLong(text.substring(0, text.length() - 1)))
                : new FieldValue.FloatValue(Double.parseDouble(text));
    }

    void put(
            String database,
            String retentionPolicy,
            SeriesKey series,
            long time,
            Map<String, FieldValue> fields) {
        long group = Math.floorDiv(time, groupNs);
        List<FakeShard> shards =
                policies(database, retentionPolicy)
                        .computeIfAbsent(
                                group,
                                g -> {
                                    List<FakeShard> made = new ArrayList<>();
                                    for (int i = 0; i < shardsPerGroup; i++) {
                                        made.add(new FakeShard(g * shardsPerGroup + i, runLength));
                                    }
                                    return made;
                                });
        shards.get(Math.floorMod(series.hashCode(), shardsPerGroup)).put(series, time, fields);
    }

    private Map<Long, List<FakeShard>> policies(String database, String retentionPolicy) {
        Map<String, Map<Long, List<FakeShard>>> policies = databases.get(database);
        if (policies == null) {
            throw new QueryException("database not found: " + database);
        }
        Map<Long, List<FakeShard>> groups =
                policies.get(retentionPolicy == null ? "autogen" : retentionPolicy);
        if (groups == null) {
            throw new QueryException("retention policy not found: " + retentionPolicy);
        }
        return groups;
    }

    @Override
    public List<ShardSource> open(
            String database, String retentionPolicy, long minTime, long maxTime) {
        List<ShardSource> out = new ArrayList<>();
        policies(database, retentionPolicy)
                .forEach(
                        (group, shards) -> {
                            long start = group * groupNs;
                            if (start <= maxTime && start + (groupNs - 1) >= minTime) {
                                shards.forEach(shard -> out.add(shard.open()));
                            }
                        });
        return out;
    }

    boolean allClosed() {
        return shards().allMatch(FakeShard::isClosed);
    }

    int scans() {
        return shards().mapToInt(FakeShard::scans).sum();
    }

    private java.util.stream.Stream<FakeShard> shards() {
        return databases.values().stream()
                .flatMap(policies -> policies.values().stream())
                .flatMap(groups -> groups.values().stream())
                .flatMap(Collection::stream);
    }

    @Override
    public List<String> databases() {
        return List.copyOf(databases.keySet());
    }

    @Override
    public List<Policy> policies(String database) {
        if (!databases.containsKey(database)) {
            throw new QueryException("database not found: " + database);
        }
        return databases.get(database).keySet().stream()
                .map(name -> new Policy(name, 0, groupNs, 1, name.equals("autogen")))
                .toList();
    }

    @Override
    public List<Group> groups() {
        List<Group> out = new ArrayList<>();
        databases.forEach(
                (database, policies) ->
                        policies.forEach(
                                (policy, groups) ->
                                        groups.forEach(
                                                (group, shards) ->
                                                        out.add(
                                                                new Group(
                                                                        group + 1,
                                                                        database,
                                                                        policy,
                                                                        group * groupNs,
                                                                        (group + 1) * groupNs,
                                                                        0,
                                                                        shards.stream()
                                                                                .map(
                                                                                        s ->
                                                                                                new Shard(
                                                                                                        s
                                                                                                                .shard(),
                                                                                                        List
                                                                                                                .of(
                                                                                                                        "1")))
                                                                                .toList())))));
        return out;
    }
}

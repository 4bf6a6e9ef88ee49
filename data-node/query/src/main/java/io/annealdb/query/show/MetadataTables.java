package io.annealdb.query.show;

import io.annealdb.query.MetadataCatalog;
import io.annealdb.query.ResultSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The tables of SHOW that come from what meta records. */
public final class MetadataTables {
    private static final long NS = 1_000_000_000L;

    private final MetadataCatalog metadata;

    public MetadataTables(MetadataCatalog metadata) {
        this.metadata = metadata;
    }

    public List<ResultSeries> databases() {
        return table("databases", List.of("name"), Rows.of(metadata.databases()));
    }

    public List<ResultSeries> retentionPolicies(String database) {
        List<Object[]> rows = new ArrayList<>();
        for (MetadataCatalog.Policy policy : metadata.policies(database)) {
            rows.add(
                    new Object[] {
                        policy.name(),
                        GoDuration.of(policy.durationNs()),
                        GoDuration.of(policy.shardGroupDurationNs()),
                        (long) policy.replication(),
                        policy.isDefault()
                    });
        }
        return table(
                null,
                List.of("name", "duration", "shardGroupDuration", "replicaN", "default"),
                rows);
    }

    /** One table a database, also for one without shards. */
    public List<ResultSeries> shards() {
        List<ResultSeries> out = new ArrayList<>();
        for (String database : metadata.databases()) {
            List<Object[]> rows = new ArrayList<>();
            for (MetadataCatalog.Group group : metadata.groups()) {
                if (group.database().equals(database)) {
                    group.shards().forEach(shard -> rows.add(row(group, shard)));
                }
            }
            out.add(
                    ResultSeries.table(
                            database,
                            List.of(
                                    "id",
                                    "database",
                                    "retention_policy",
                                    "shard_group",
                                    "start_time",
                                    "end_time",
                                    "expiry_time",
                                    "owners"),
                            rows));
        }
        return out;
    }

    private static Object[] row(MetadataCatalog.Group group, MetadataCatalog.Shard shard) {
        return new Object[] {
            shard.id(),
            group.database(),
            group.retentionPolicy(),
            group.id(),
            time(group.start()),
            time(group.end()),
            expiry(group),
            String.join(",", shard.owners())
        };
    }

    public List<ResultSeries> shardGroups() {
        List<Object[]> rows = new ArrayList<>();
        for (MetadataCatalog.Group group : metadata.groups()) {
            rows.add(
                    new Object[] {
                        group.id(),
                        group.database(),
                        group.retentionPolicy(),
                        time(group.start()),
                        time(group.end()),
                        expiry(group)
                    });
        }
        return table(
                "shard groups",
                List.of(
                        "id",
                        "database",
                        "retention_policy",
                        "start_time",
                        "end_time",
                        "expiry_time"),
                rows);
    }

    /** There are no accounts yet, so the table is empty. */
    public List<ResultSeries> users() {
        return table(null, List.of("user", "admin"), List.of());
    }

    /** There are no continuous queries yet, so each database's table is empty. */
    public List<ResultSeries> continuousQueries() {
        return metadata.databases().stream()
                .map(name -> ResultSeries.table(name, List.of("name", "query"), List.of()))
                .toList();
    }

    private static List<ResultSeries> table(
            String name, List<String> columns, List<Object[]> rows) {
        return List.of(ResultSeries.table(name, columns, rows));
    }

    /** Kept for ever, a group expires with its end, as InfluxDB shows it. */
    private static String expiry(MetadataCatalog.Group group) {
        return time(group.expiry() == 0 ? group.end() : group.expiry());
    }

    private static String time(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NS), Math.floorMod(ns, NS)).toString();
    }
}

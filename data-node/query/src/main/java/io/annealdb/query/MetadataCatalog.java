package io.annealdb.query;

import java.util.List;

/** Databases, policies and shards as meta records them: what SHOW tells without reading points. */
public interface MetadataCatalog {
    /** Names, sorted. */
    List<String> databases();

    /**
     * @throws QueryException {@code database not found: …}
     */
    List<Policy> policies(String database);

    /** Every shard group, by id. */
    List<Group> groups();

    /**
     * @param durationNs 0 means for ever
     */
    record Policy(
            String name,
            long durationNs,
            long shardGroupDurationNs,
            int replication,
            boolean isDefault) {}

    /**
     * @param start ns, included
     * @param end ns, excluded
     * @param expiry ns; when retention drops it, 0 for never
     */
    record Group(
            long id,
            String database,
            String retentionPolicy,
            long start,
            long end,
            long expiry,
            List<Shard> shards) {
        public Group {
            shards = List.copyOf(shards);
        }
    }

    /** Owners are shown as they stand here, joined by commas. */
    record Shard(long id, List<String> owners) {
        public Shard {
            owners = List.copyOf(owners);
        }
    }
}

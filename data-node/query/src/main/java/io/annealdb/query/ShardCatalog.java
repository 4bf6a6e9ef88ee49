package io.annealdb.query;

import java.util.List;

/** Finds the shards of a query and opens each at one owner. */
public interface ShardCatalog {
    /**
     * The shards whose groups overlap a time range, in any order. Groups are disjoint in time, and
     * a series is in exactly one shard of a group. The caller closes them.
     *
     * @param retentionPolicy null for the database's default
     * @param minTime first time in ns, included
     * @param maxTime last time in ns, included
     * @throws QueryException {@code database not found: …} or {@code retention policy not found: …}
     */
    List<ShardSource> open(String database, String retentionPolicy, long minTime, long maxTime);
}

package io.annealdb.data.write;

import io.annealdb.points.SeriesPredicate;

/** The door to deletes. Any thread may use it. */
public interface DeleteWriter {
    /**
     * Deletes points from every shard of a database that may hold them, whatever node wrote them.
     * Needs meta: only a linearizable image shows all shards.
     *
     * @param retentionPolicy null for all policies of the database, as DELETE has it
     * @param minTime first time, ns, included
     * @param maxTime last time, ns, included
     */
    DeleteOutcome delete(
            String database,
            String retentionPolicy,
            SeriesPredicate series,
            long minTime,
            long maxTime);
}

package io.annealdb.data.write;

import io.annealdb.points.Rows;

/** The door to the write path. Any thread may use it. */
public interface PointsWriter {
    /**
     * Writes points to all owners of their shards and answers when the level is reached or cannot
     * be; within the write timeout and a little more.
     *
     * @param retentionPolicy null or empty for the database's default
     * @param rows as they were parsed, not stamped, duplicates included
     */
    WriteOutcome write(String database, String retentionPolicy, Rows rows, Consistency level);
}

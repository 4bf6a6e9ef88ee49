package io.annealdb.data.hint;

import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import java.io.IOException;

/** Where the write path leaves what an owner did not store. What these calls return is on disk. */
public interface MissedWrites {
    /** How it was kept. */
    enum Kept {
        /** It will be sent again. */
        HINT,
        /** It will not; a repair is owed. */
        DEBT
    }

    /**
     * @param acknowledgement no owner has the rows: a hint would be all that there is of them, and
     *     does not expire by age
     * @throws IOException if neither a hint nor a debt could be written
     */
    Kept keep(NodeId owner, ShardWrite write, boolean acknowledgement) throws IOException;

    /**
     * Notes that an owner may lack rows which must not be sent to it: whether another owner holds
     * them is not known. A repair finds out.
     *
     * @throws IOException if the debt could not be written
     */
    void owe(NodeId owner, ShardWrite write) throws IOException;

    /**
     * As {@link #keep(NodeId, ShardWrite, boolean)}. A delete for shards to come leaves no debt:
     * where hints are off it is not needed and counts as {@link Kept#DEBT}, where the queue is full
     * it fails.
     */
    Kept keep(NodeId node, ShardDelete delete) throws IOException;

    /**
     * Keeps points whose shard group nobody knows yet.
     *
     * @param rows stamped
     * @return false if there is no room, or hints are off
     */
    boolean keepUnassigned(long databaseId, String policy, Rows rows) throws IOException;
}

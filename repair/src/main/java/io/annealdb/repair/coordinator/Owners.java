package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.repair.job.HopReport;
import java.util.List;

/** Calls from the coordinator to data nodes; each blocks until it is answered or given up. */
public interface Owners {
    /** Roots of several shards of one owner, an entry for each. */
    OwnerRoots roots(NodeId owner, List<ShardId> shards) throws OwnerUnavailableException;

    /** The root of one shard. */
    default OwnerRoot root(NodeId owner, ShardId shard) throws OwnerUnavailableException {
        return roots(owner, List.of(shard)).byShard().get(shard);
    }

    /**
     * Runs a hop at its source.
     *
     * @return the report at its end: verified, skipped, or abandoned if the watch asked for it
     * @throws OwnerUnavailableException if the source, or by its word the successor, is away
     * @throws HopFailedException if it failed otherwise, or made no progress in the order's time
     */
    HopReport runHop(HopOrder order, HopWatch watch)
            throws OwnerUnavailableException, HopFailedException;

    void ringEnded(NodeId owner, RingEnded ended) throws OwnerUnavailableException;
}

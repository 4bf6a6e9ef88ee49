package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.repair.job.HopReport;
import java.util.function.BooleanSupplier;

/** Calls from the coordinator to data nodes; each blocks until it is answered or given up. */
public interface Owners {
    /** Roots of several shards of one owner, an entry for each. */
    OwnerRoots roots(NodeId owner, RootsQuestion question) throws OwnerUnavailableException;

    /**
     * Runs a hop at its source.
     *
     * @return the report at its end: verified, skipped, or abandoned if the watch asked for it
     * @throws OwnerUnavailableException if the source, or by its word the successor, is away
     * @throws HopFailedException if it failed otherwise, or made no progress in the order's time
     */
    HopReport runHop(HopOrder order, HopWatch watch)
            throws OwnerUnavailableException, HopFailedException;

    /**
     * Has an owner that is behind forget what the others have forgotten.
     *
     * @param cancelled to be asked at least once a second; once true, the reset is to be stopped
     * @throws OwnerUnavailableException if the owner, or by its word one it has to ask, is away
     * @throws HopFailedException if it failed otherwise, or was stopped; again is harmless
     */
    ResetReport reset(ResetOrder order, BooleanSupplier cancelled)
            throws OwnerUnavailableException, HopFailedException;

    void ringEnded(NodeId owner, RingEnded ended) throws OwnerUnavailableException;
}

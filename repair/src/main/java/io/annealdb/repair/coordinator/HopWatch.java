package io.annealdb.repair.coordinator;

import io.annealdb.repair.job.HopReport;

/** How a coordinator follows a hop that it has ordered. */
public interface HopWatch {
    /** Each report that the source sends. */
    void progress(HopReport report);

    /**
     * To be asked with each report, and at least once a second while none comes; once true, the hop
     * is to be stopped at its source, and its last report returned with the phase abandoned.
     */
    boolean cancelled();
}

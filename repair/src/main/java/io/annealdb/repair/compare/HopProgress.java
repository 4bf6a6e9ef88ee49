package io.annealdb.repair.compare;

import io.annealdb.repair.job.HopReport;

/** Who watches a hop, from the source's side. */
public interface HopProgress {
    HopProgress SILENT = report -> {};

    /** Called after each round trip and each chunk, on the hop's own thread. */
    void report(HopReport report);

    /** Asked before each round trip and each chunk; true ends the hop as abandoned. */
    default boolean cancelled() {
        return false;
    }
}

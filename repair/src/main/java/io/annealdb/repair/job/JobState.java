package io.annealdb.repair.job;

import java.util.Set;

/**
 * What has become of a repair job.
 *
 * <pre>
 *   QUEUED ─▶ RUNNING ─▶ DONE | FAILED
 *    │  ▲        │
 *    ▼  │ resume │
 *   PAUSED ◀─────┘
 *   each of QUEUED, RUNNING, PAUSED ─▶ CANCELLED
 * </pre>
 */
public enum JobState {
    QUEUED,
    RUNNING,
    PAUSED,
    DONE,
    FAILED,
    CANCELLED;

    /** Whether the job is over for good. */
    public boolean ended() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }

    private Set<JobState> next() {
        return switch (this) {
            case QUEUED -> Set.of(RUNNING, PAUSED, FAILED, CANCELLED);
            case RUNNING -> Set.of(PAUSED, DONE, FAILED, CANCELLED);
            case PAUSED -> Set.of(QUEUED, CANCELLED);
            case DONE, FAILED, CANCELLED -> Set.of();
        };
    }

    public boolean mayBecome(JobState target) {
        return next().contains(target);
    }
}

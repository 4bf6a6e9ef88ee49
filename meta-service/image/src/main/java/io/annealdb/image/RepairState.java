package io.annealdb.image;

/**
 * The life of a repair job.
 *
 * <pre>
 *   QUEUED ──▶ RUNNING ──▶ DONE, FAILED
 *     │  ▲       │  ▲
 *     │  └───────┘  │ resume goes to QUEUED: the runner takes it up at the hop where it stood
 *     └─▶ PAUSED ◀──┘
 *   any of the three on the left ──▶ CANCELLED
 * </pre>
 */
public enum RepairState {
    QUEUED,
    RUNNING,
    PAUSED,
    DONE,
    FAILED,
    CANCELLED;

    public boolean ended() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }

    /** Whether a job may go from this state to another one. */
    public boolean mayBecome(RepairState next) {
        return switch (this) {
            case QUEUED -> next == RUNNING || next == PAUSED || next == CANCELLED || next == FAILED;
            case RUNNING -> next == DONE || next == FAILED || next == PAUSED || next == CANCELLED;
            case PAUSED -> next == QUEUED || next == CANCELLED;
            case DONE, FAILED, CANCELLED -> false;
        };
    }
}

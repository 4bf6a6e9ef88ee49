package io.annealdb.repair.job;

import java.util.Set;

/**
 * One hop.
 *
 * <pre>
 *   PLANNED ─▶ COMPARING ─▶ STREAMING ─▶ VERIFIED
 *      │           └─▶ SKIPPED, when equal
 *      └─▶ SKIPPED, when all roots were equal before the ring
 *   a pause, or a failure that may pass: back to PLANNED
 *   cancelled, or a node leaves: any of the first three ─▶ ABANDONED
 * </pre>
 */
public enum HopPhase {
    PLANNED,
    COMPARING,
    STREAMING,
    /** The successor has said that all it was sent is on its disk. */
    VERIFIED,
    SKIPPED,
    ABANDONED;

    /** Whether nothing is left to do for this hop, and it need not be gone again. */
    public boolean finished() {
        return this == VERIFIED || this == SKIPPED;
    }

    private Set<HopPhase> next() {
        return switch (this) {
            case PLANNED -> Set.of(COMPARING, SKIPPED, ABANDONED);
            case COMPARING -> Set.of(STREAMING, VERIFIED, SKIPPED, PLANNED, ABANDONED);
            case STREAMING -> Set.of(VERIFIED, PLANNED, ABANDONED);
            case VERIFIED, SKIPPED, ABANDONED -> Set.of();
        };
    }

    public boolean mayBecome(HopPhase target) {
        return next().contains(target);
    }
}

package io.annealdb.image;

/**
 * One hop.
 *
 * <pre>
 *   PLANNED ─▶ COMPARING ─▶ STREAMING ─▶ VERIFIED, or SKIPPED when equal
 *   cancelled, or a node leaves: any of the first three ─▶ ABANDONED
 * </pre>
 */
public enum HopPhase {
    PLANNED,
    COMPARING,
    STREAMING,
    VERIFIED,
    SKIPPED,
    ABANDONED;

    public boolean ended() {
        return this == VERIFIED || this == SKIPPED || this == ABANDONED;
    }
}

package io.annealdb.meta.liveness;

import java.util.Locale;

/**
 * What silence makes of a node.
 *
 * <pre>
 *   ALIVE ── 3 s ──▶ SUSPECT ── 7 s more ──▶ DEAD;   a heartbeat: back to ALIVE
 * </pre>
 */
public enum Liveness {
    ALIVE,
    SUSPECT,
    DEAD;

    /** As messages and commands say it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

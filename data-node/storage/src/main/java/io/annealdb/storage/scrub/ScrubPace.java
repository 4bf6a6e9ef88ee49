package io.annealdb.storage.scrub;

import java.time.Duration;

/** How much a scrub reads at once, and how long it waits after that: pure arithmetic. */
record ScrubPace(long bytesPerSecondMax) {
    private static final long STEP_BYTES_MIN = 64 << 10;
    private static final long STEP_BYTES_MAX = 1 << 20;
    private static final int STEPS_PER_SECOND = 8;

    /** What one step reads, more or less: small enough to leave the disk to others often. */
    long stepBytes() {
        long share = bytesPerSecondMax / STEPS_PER_SECOND;
        return bytesPerSecondMax == 0
                ? STEP_BYTES_MAX
                : Math.max(STEP_BYTES_MIN, Math.min(STEP_BYTES_MAX, share));
    }

    /** How long to wait after a step that has read so much and taken so long. */
    Duration pauseAfter(long bytes, long elapsedMillis) {
        if (bytesPerSecondMax == 0) {
            return Duration.ZERO;
        }
        long due = Math.multiplyExact(bytes, 1_000) / bytesPerSecondMax;
        return Duration.ofMillis(Math.max(0, due - elapsedMillis));
    }

    /** How long to wait for a pass to begin. */
    static Duration untilPass(long lastBeganMillis, Duration interval, long nowMillis) {
        long due = lastBeganMillis + interval.toMillis();
        // A clock that was set back must not put the next pass off for longer than an interval.
        return Duration.ofMillis(Math.max(0, Math.min(due - nowMillis, interval.toMillis())));
    }
}

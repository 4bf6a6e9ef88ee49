package io.annealdb.image;

import java.time.Instant;
import java.util.List;

/**
 * How background anti-entropy is set for the whole cluster.
 *
 * @param enabled whether the cluster repairs anything that no operator has asked for
 * @param checkIntervalMillis so often each shard's owners are compared; 1 s to 7 days
 * @param maxConcurrent background jobs that run at a time; 1 to 16
 * @param rate bytes of payload a second and background job; 0: unlimited
 * @param windows when background jobs may run; none: always. Owners are compared at any time
 */
public record RepairConfig(
        boolean enabled,
        long checkIntervalMillis,
        int maxConcurrent,
        long rate,
        List<DayWindow> windows) {
    public static final RepairConfig DEFAULT =
            new RepairConfig(true, 60_000, 1, 20_000_000, List.of());

    private static final long CHECK_INTERVAL_MILLIS_MAX = 7 * 86_400_000L;

    public RepairConfig {
        windows = List.copyOf(windows);
        if (checkIntervalMillis < 1_000 || checkIntervalMillis > CHECK_INTERVAL_MILLIS_MAX) {
            throw new IllegalArgumentException(
                    "check-interval is 1s to 7d, not " + checkIntervalMillis + " ms");
        }
        if (maxConcurrent < 1 || maxConcurrent > 16) {
            throw new IllegalArgumentException("max-concurrent is 1 to 16, not " + maxConcurrent);
        }
        if (rate < 0) {
            throw new IllegalArgumentException("rate is 0 (unlimited) or more, not " + rate);
        }
    }

    /** Whether background jobs may run at that time. */
    public boolean mayRun(Instant now) {
        return enabled
                && (windows.isEmpty() || windows.stream().anyMatch(window -> window.holds(now)));
    }
}

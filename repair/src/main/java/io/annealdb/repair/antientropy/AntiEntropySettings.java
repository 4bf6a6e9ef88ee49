package io.annealdb.repair.antientropy;

import java.time.Duration;

/**
 * How background repair is set at this moment.
 *
 * @param enabled whether anything is compared or started unasked
 * @param mayRun whether a background job may run now, by the windows of the day
 * @param checkInterval so often the owners of each shard are compared
 * @param standing how long trouble must stand before it is believed: one write timeout, so that
 *     writes in flight, and owners that are just starting, are no reason for a repair
 * @param jobsMax background jobs at a time
 * @param rate bytes of payload a second and job; 0: unlimited
 */
public record AntiEntropySettings(
        boolean enabled,
        boolean mayRun,
        Duration checkInterval,
        Duration standing,
        int jobsMax,
        long rate) {
    /** One write timeout. */
    public static final Duration STANDING = Duration.ofSeconds(10);

    /** Waits between attempts double up to so many check intervals. */
    private static final int BACK_OFF_MAX = 64;

    public AntiEntropySettings {
        if (checkInterval.isZero() || checkInterval.isNegative() || jobsMax < 1) {
            throw new IllegalArgumentException(
                    "check interval=" + checkInterval + ", jobs=" + jobsMax);
        }
    }

    /** The wait after so many attempts, 1 or more, that have not helped. */
    Duration backOff(int attempts) {
        return checkInterval.multipliedBy(Math.min(BACK_OFF_MAX, 1L << Math.min(attempts - 1, 6)));
    }
}

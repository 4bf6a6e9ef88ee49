package io.annealdb.image.placement;

import java.time.Duration;

/** How long a policy's shard groups are, as InfluxDB decides it; all in ns. */
public final class GroupDurations {
    /** The least duration of a policy that is not for ever, and of a group. */
    public static final long LEAST = Duration.ofHours(1).toNanos();

    private static final long DAY = Duration.ofDays(1).toNanos();

    private GroupDurations() {}

    /**
     * @param policyDuration 0: for ever
     */
    public static long defaultFor(long policyDuration) {
        if (policyDuration == 0 || policyDuration >= 180 * DAY) {
            return 7 * DAY;
        }
        return policyDuration >= 2 * DAY ? DAY : LEAST;
    }

    /**
     * What a policy gets that asks for a group duration.
     *
     * @param asked 0: the default; less than an hour: an hour
     */
    public static long of(long asked, long policyDuration) {
        return asked == 0 ? defaultFor(policyDuration) : Math.max(LEAST, asked);
    }
}

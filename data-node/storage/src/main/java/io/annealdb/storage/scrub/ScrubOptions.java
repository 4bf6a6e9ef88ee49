package io.annealdb.storage.scrub;

import java.time.Duration;

/**
 * How a node scrubs.
 *
 * @param interval from the begin of one pass over all shards to the begin of the next
 * @param bytesPerSecondMax read by a pass; 0 is unlimited
 */
public record ScrubOptions(boolean enabled, Duration interval, long bytesPerSecondMax) {
    private static final Duration INTERVAL_MIN = Duration.ofSeconds(1);

    public ScrubOptions {
        if (interval.compareTo(INTERVAL_MIN) < 0) {
            throw new IllegalArgumentException(
                    "a scrub interval of " + interval + " is below " + INTERVAL_MIN);
        }
        if (bytesPerSecondMax < 0) {
            throw new IllegalArgumentException("negative scrub rate: " + bytesPerSecondMax);
        }
    }
}

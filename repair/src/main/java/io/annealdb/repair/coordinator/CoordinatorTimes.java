package io.annealdb.repair.coordinator;

import java.time.Duration;

/**
 * How patient a coordinator is.
 *
 * @param hopTimeout without progress
 * @param hopAttempts at one hop before its job gives the shard up
 * @param backOffFirst wait before the second attempt; doubles up to backOffMax
 * @param gatherAttempts at equal roots after a ring, while writes go on
 * @param gatherPause between them
 * @param extraRings at most so many more, if roots stay unequal
 */
public record CoordinatorTimes(
        Duration hopTimeout,
        int hopAttempts,
        Duration backOffFirst,
        Duration backOffMax,
        int gatherAttempts,
        Duration gatherPause,
        int extraRings) {
    public static final CoordinatorTimes DEFAULT =
            new CoordinatorTimes(
                    Duration.ofSeconds(60),
                    4,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    4,
                    Duration.ofMillis(500),
                    2);

    public CoordinatorTimes {
        if (hopAttempts < 1 || gatherAttempts < 1 || extraRings < 0) {
            throw new IllegalArgumentException(
                    "hop attempts=%d, gather attempts=%d, extra rings=%d"
                            .formatted(hopAttempts, gatherAttempts, extraRings));
        }
    }

    /** The wait after so many failed attempts. */
    public Duration backOff(int failed) {
        Duration wait = backOffFirst;
        for (int i = 1; i < failed && wait.compareTo(backOffMax) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(backOffMax) < 0 ? wait : backOffMax;
    }
}

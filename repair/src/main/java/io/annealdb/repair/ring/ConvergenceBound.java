package io.annealdb.repair.ring;

import java.time.Duration;

/**
 * The latest time of equality: how long it takes, at most, from a loss until all owners of the
 * shard are equal, as long as all of them live and nothing new is lost.
 *
 * @param checkInterval how long a difference may stand before somebody looks
 * @param queueWait how long the shard waits behind others
 * @param owners how many the ring goes over
 * @param bytes of the shard: the most that one hop can have to send
 * @param bytesPerSecond what a hop may send; 0: unlimited, counted as {@link #UNLIMITED}
 * @param hopTimeout without progress a hop ends after that time
 */
public record ConvergenceBound(
        Duration checkInterval,
        Duration queueWait,
        int owners,
        long bytes,
        long bytesPerSecond,
        Duration hopTimeout) {
    /** Less than any disk or network on which a node runs should give. */
    static final long UNLIMITED = 20_000_000;

    public ConvergenceBound {
        if (owners < 1 || bytes < 0 || bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "owners=" + owners + ", bytes=" + bytes + ", bytes/s=" + bytesPerSecond);
        }
    }

    /** From the moment when a ring begins. */
    public static ConvergenceBound ofRing(
            int owners, long bytes, long bytesPerSecond, Duration hopTimeout) {
        return new ConvergenceBound(
                Duration.ZERO, Duration.ZERO, owners, bytes, bytesPerSecond, hopTimeout);
    }

    /** {@code interval + queue + 2(n-1) x (bytes / rate + hop timeout)}, to whole milliseconds. */
    public Duration latest() {
        long rate = bytesPerSecond == 0 ? UNLIMITED : bytesPerSecond;
        Duration sending = Duration.ofMillis((long) Math.ceil(bytes * 1000.0 / rate));
        return checkInterval
                .plus(queueWait)
                .plus(sending.plus(hopTimeout).multipliedBy(2L * (owners - 1)));
    }
}

package io.annealdb.repair.compare;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * So many bytes a second and no more, over any time, but for a burst of what one second allows.
 *
 * <p>Keeps the time at which all that was let through would have been sent at the exact rate. That
 * time never lies more than a second in the past, so that idling saves up no more than the burst.
 * For one thread.
 */
public final class RateThrottle implements Throttle {
    private static final Duration BURST = Duration.ofSeconds(1);

    private final long bytesPerSecond;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private Instant paidUntil;

    public RateThrottle(long bytesPerSecond, InstantSource clock, Sleeper sleeper) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("rate must be positive: " + bytesPerSecond);
        }
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.sleeper = sleeper;
        this.paidUntil = clock.instant().minus(BURST);
    }

    /** A throttle for an order's rate; 0 means unlimited. */
    public static Throttle of(long bytesPerSecond, InstantSource clock, Sleeper sleeper) {
        return bytesPerSecond == 0
                ? Throttle.NONE
                : new RateThrottle(bytesPerSecond, clock, sleeper);
    }

    /** Half a second's worth: the rate stays even, and a cancelled hop ends soon. */
    @Override
    public int chunkBytesMax(int wanted) {
        return (int) Math.max(1, Math.min(wanted, bytesPerSecond / 2));
    }

    @Override
    public void beforeSending(long bytes) throws InterruptedIOException {
        Instant earliest = clock.instant().minus(BURST);
        if (paidUntil.isBefore(earliest)) {
            paidUntil = earliest;
        }
        paidUntil = paidUntil.plusNanos((long) (bytes * 1e9 / bytesPerSecond));
        Duration wait = Duration.between(clock.instant(), paidUntil);
        if (wait.compareTo(Duration.ZERO) > 0) {
            try {
                sleeper.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while holding to the rate limit");
            }
        }
    }
}

package io.annealdb.data.repair;

import io.annealdb.repair.compare.Sleeper;
import io.annealdb.repair.compare.Throttle;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A throttle that lets less through while this node's writes are slow: of a job's rate, or, where
 * it has none, of 64 MB/s, the share that {@link ForegroundGuard} leaves it. For one thread.
 */
final class GuardedThrottle implements Throttle {
    /** What an unlimited repair is slowed down from. */
    private static final long UNLIMITED_BYTES_PER_SECOND = 64_000_000;

    /** No chunk is held back for longer, so that a cancelled hop ends soon. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(1);

    private final Throttle inner;
    private final double bytesPerSecond;
    private final ForegroundGuard guard;
    private final Sleeper sleeper;

    /**
     * @param inner holds to the job's own rate
     * @param rate of the job, bytes a second; 0: unlimited
     */
    GuardedThrottle(Throttle inner, long rate, ForegroundGuard guard, Sleeper sleeper) {
        this.inner = inner;
        this.bytesPerSecond = rate == 0 ? UNLIMITED_BYTES_PER_SECOND : rate;
        this.guard = guard;
        this.sleeper = sleeper;
    }

    /** As large as ever: a preview counts payload in the same chunks, whatever the load. */
    @Override
    public int chunkBytesMax(int wanted) {
        return inner.chunkBytesMax(wanted);
    }

    @Override
    public void beforeSending(long bytes) throws IOException {
        double share = guard.share();
        if (share < 1) {
            // The job's own throttle sees this time pass, and adds nothing to it.
            Duration wait = Duration.ofNanos((long) (bytes * 1e9 / (bytesPerSecond * share)));
            try {
                sleeper.sleep(wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while writes go first");
            }
        }
        inner.beforeSending(bytes);
    }
}

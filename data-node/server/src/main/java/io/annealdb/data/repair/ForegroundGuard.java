package io.annealdb.data.repair;

import com.codahale.metrics.Clock;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SlidingTimeWindowArrayReservoir;
import com.codahale.metrics.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much of its rate repair may use on this node, so that writes stay fast.
 *
 * <pre>
 *   p99 of writes above the budget: half of it, down to a sixteenth;   else: a quarter more, up to all
 * </pre>
 *
 * It looks once a second, whoever asks. Any thread.
 */
public final class ForegroundGuard {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final double SHARE_MIN = 1.0 / 16;
    private static final double MORE = 1.25;
    private static final int WINDOW_SECONDS = 10;

    private final Duration budget;
    private final LongSupplier p99Nanos;
    private final InstantSource clock;
    private double share = 1; // under this object's lock; SHARE_MIN to 1
    private Instant nextLook = Instant.MIN;

    /**
     * @param budget for the p99 of writes; zero: repair is never slowed
     * @param p99Nanos of the writes that this node has coordinated in the last seconds; 0: none
     */
    public ForegroundGuard(Duration budget, LongSupplier p99Nanos, InstantSource clock) {
        this.budget = budget;
        this.p99Nanos = p99Nanos;
        this.clock = clock;
    }

    /** One that watches the writes which this node coordinates, over the last ten seconds. */
    public static ForegroundGuard ofWrites(
            MetricRegistry metrics, Duration budget, InstantSource clock) {
        Clock ticks =
                new Clock() {
                    @Override
                    public long getTick() {
                        return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
                    }
                };
        Timer latency =
                metrics.timer(
                        "write.latency",
                        () ->
                                new Timer(
                                        new SlidingTimeWindowArrayReservoir(
                                                WINDOW_SECONDS, TimeUnit.SECONDS, ticks),
                                        ticks));
        return new ForegroundGuard(
                budget, () -> (long) latency.getSnapshot().get99thPercentile(), clock);
    }

    /** The part of its rate that a repair may use now, 1/16 to 1. */
    public synchronized double share() {
        Instant now = clock.instant();
        if (!budget.isZero() && !now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK);
            share =
                    p99Nanos.getAsLong() > budget.toNanos()
                            ? Math.max(SHARE_MIN, share / 2)
                            : Math.min(1, share * MORE);
        }
        return share;
    }
}

package io.annealdb.data.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.annealdb.repair.compare.RateThrottle;
import io.annealdb.repair.compare.Throttle;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForegroundGuardTest {
    private Instant now = Instant.parse("2026-11-24T08:00:00Z");
    private long p99Millis;
    private final ForegroundGuard guard =
            new ForegroundGuard(
                    Duration.ofMillis(500),
                    () -> Duration.ofMillis(p99Millis).toNanos(),
                    () -> now);

    private double shareAfter(int seconds) {
        double share = guard.share();
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            share = guard.share();
        }
        return share;
    }

    @Test
    void fastWritesLeaveRepairAlone() {
        p99Millis = 500;
        assertThat(shareAfter(60)).isEqualTo(1);
    }

    @Test
    void slowWritesHalveItsShareEachSecondButLeaveASixteenth() {
        p99Millis = 501;
        assertThat(shareAfter(0)).isEqualTo(0.5);
        assertThat(shareAfter(2)).isEqualTo(0.125);
        assertThat(shareAfter(60)).isEqualTo(1.0 / 16);
    }

    @Test
    void whoAsksOftenSlowsNothingFaster() {
        p99Millis = 501;
        for (int i = 0; i < 1_500; i++) {
            now = now.plusMillis(1);
            guard.share();
        }
        assertThat(guard.share()).isEqualTo(0.25);
    }

    @Test
    void theShareComesBackOverSomeSecondsWhenWritesAreFastAgain() {
        p99Millis = 501;
        shareAfter(60);
        p99Millis = 10;
        assertThat(shareAfter(1)).isLessThan(0.1);
        assertThat(shareAfter(13)).isEqualTo(1);
    }

    @Test
    void aBudgetOfZeroNeverSlows() {
        p99Millis = 60_000;
        assertThat(new ForegroundGuard(Duration.ZERO, () -> Long.MAX_VALUE, () -> now).share())
                .isEqualTo(1);
    }

    @Test
    void aLimitedJobSendsItsShareOfItsRate() throws Exception {
        assertThat(
                        secondsToSend(
                                20_000_000,
                                RateThrottle.of(1_000_000, () -> now, this::sleep),
                                1_000_000))
                .isCloseTo(19, within(1.5));
        p99Millis = 501;
        shareAfter(10);
        assertThat(
                        secondsToSend(
                                20_000_000,
                                RateThrottle.of(1_000_000, () -> now, this::sleep),
                                1_000_000))
                .isCloseTo(320, within(2.0));
    }

    @Test
    void anUnlimitedJobIsHeldToAShareOf64MegabytesASecondAndOnlyThen() throws Exception {
        assertThat(secondsToSend(64_000_000, Throttle.NONE, 0)).isZero();
        p99Millis = 501;
        shareAfter(10);
        assertThat(secondsToSend(64_000_000, Throttle.NONE, 0)).isCloseTo(16, within(0.1));
    }

    @Test
    void noChunkIsHeldBackForMoreThanASecondAndNoneIsMadeSmaller() throws Exception {
        p99Millis = 501;
        shareAfter(10);
        GuardedThrottle slow = new GuardedThrottle(Throttle.NONE, 1_000_000, guard, this::sleep);
        Instant begin = now;
        slow.beforeSending(500_000);
        assertThat(Duration.between(begin, now)).isEqualTo(Duration.ofSeconds(1));
        assertThat(slow.chunkBytesMax(512 << 10)).isEqualTo(512 << 10);
    }

    private double secondsToSend(long bytes, Throttle inner, long rate) throws IOException {
        GuardedThrottle throttle = new GuardedThrottle(inner, rate, guard, this::sleep);
        Instant begin = now;
        for (long sent = 0; sent < bytes; ) {
            int chunk = throttle.chunkBytesMax(50_000);
            throttle.beforeSending(chunk);
            sent += chunk;
        }
        return Duration.between(begin, now).toMillis() / 1e3;
    }

    private void sleep(Duration time) {
        now = now.plus(time);
    }
}

package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateThrottleTest {
    private Instant now = Instant.EPOCH;
    private final Throttle throttle =
            RateThrottle.of(1000, () -> now, time -> now = now.plus(time));

    private Duration sending(int times, int bytes) throws IOException {
        Instant start = now;
        for (int i = 0; i < times; i++) {
            throttle.beforeSending(bytes);
        }
        return Duration.between(start, now);
    }

    @Test
    void aBurstOfOneSecondPassesAndThenTheRateHolds() throws IOException {
        assertThat(sending(10, 100)).isEqualTo(Duration.ZERO);
        assertThat(sending(100, 100)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void idlingSavesUpNoMoreThanTheBurst() throws IOException {
        sending(50, 100);
        now = now.plusSeconds(3600);
        assertThat(sending(10, 100)).isEqualTo(Duration.ZERO);
        assertThat(sending(1, 100)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aChunkLargerThanTheBurstWaitsForItsRest() throws IOException {
        assertThat(sending(1, 5000)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aRateOfZeroHoldsNothingBack() throws IOException {
        RateThrottle.of(0, () -> now, time -> now = now.plus(time)).beforeSending(1L << 40);
        assertThat(now).isEqualTo(Instant.EPOCH);
    }

    @Test
    void anInterruptedWaitEndsTheHop() {
        Throttle interrupted =
                RateThrottle.of(
                        1,
                        () -> now,
                        time -> {
                            throw new InterruptedException();
                        });
        assertThatThrownBy(() -> interrupted.beforeSending(100))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aChunkTakesAtMostHalfASecond() {
        assertThat(throttle.chunkBytesMax(1 << 20)).isEqualTo(500);
        assertThat(throttle.chunkBytesMax(100)).isEqualTo(100);
        assertThat(Throttle.NONE.chunkBytesMax(1 << 20)).isEqualTo(1 << 20);
    }
}

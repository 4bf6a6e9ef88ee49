package io.annealdb.repair.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConvergenceBoundTest {
    private static ConvergenceBound bound(int owners, long bytes, long rate) {
        return new ConvergenceBound(
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                owners,
                bytes,
                rate,
                Duration.ofSeconds(60));
    }

    @Test
    void eachHopMaySendTheWholeShardAndStallOnce() {
        // 60 + 5 + 4 x (200 / 20 + 60)
        assertThat(bound(3, 200_000_000, 20_000_000).latest()).isEqualTo(Duration.ofSeconds(345));
    }

    @Test
    void anUnlimitedRateIsCountedAsOneThatAnyNodeReaches() {
        assertThat(bound(2, 1_000_000_000, 0).latest()).isEqualTo(Duration.ofSeconds(285));
    }

    @Test
    void aSingleOwnerWaitsForNobody() {
        assertThat(bound(1, 1_000_000, 1).latest()).isEqualTo(Duration.ofSeconds(65));
    }
}

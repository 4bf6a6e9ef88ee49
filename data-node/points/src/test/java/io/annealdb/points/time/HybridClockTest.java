package io.annealdb.points.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.NodeId;
import io.annealdb.points.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HybridClockTest {
    private static final NodeId NODE = new NodeId(4);
    private static final Duration MAX_AHEAD = Duration.ofSeconds(60);

    private final Disk disk = new Disk();
    private long wallMillis = 1_700_000_000_000L;

    /** What outlives a crash. */
    private static final class Disk implements ClockBound {
        private long bound;
        private int writes;
        private boolean full;

        @Override
        public long load() {
            return bound;
        }

        @Override
        public void persist(long hlc) {
            if (full) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            assertThat(hlc).isGreaterThan(bound);
            bound = hlc;
            writes++;
        }
    }

    private HybridClock start() {
        return new HybridClock(() -> Instant.ofEpochMilli(wallMillis), disk, MAX_AHEAD);
    }

    /** Found by seed 221 of the simulator: the second stamp was above what the disk had. */
    @Test
    void noStampIsGivenAboveABoundThatTheDiskRefused() {
        HybridClock clock = start();
        clock.next(NODE, 1);
        wallMillis += 5_000;
        disk.full = true;
        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(() -> clock.next(NODE, 1)).isInstanceOf(UncheckedIOException.class);
        }
        disk.full = false;
        assertThat(clock.next(NODE, 1).hlc()).isLessThan(disk.bound);
    }

    @Test
    void stampsGrowWhateverTheWallDoesAndHoweverOftenTheNodeDies() {
        Random random = new Random(1);
        HybridClock clock = start();
        Stamp last = Stamp.NONE;
        for (int i = 0; i < 20_000; i++) {
            wallMillis += random.nextInt(-40, 50);
            switch (random.nextInt(10)) {
                case 0 -> clock = start();
                case 1 -> clock.hear(Stamp.hlcOf(wallMillis + random.nextInt(-900, 900), i));
                default -> {
                    Stamp next = clock.next(NODE, 1);
                    assertThat(next).isGreaterThan(last);
                    assertThat(disk.bound).isGreaterThan(next.hlc());
                    last = next;
                }
            }
        }
    }

    @Test
    void aStampFollowsTheWallAndCountsWithinAMillisecond() {
        HybridClock clock = start();
        assertThat(clock.next(NODE, 7))
                .isEqualTo(new Stamp(Stamp.hlcOf(wallMillis, 0), NODE.value(), 7));
        assertThat(clock.next(NODE, 7).hlc()).isEqualTo(Stamp.hlcOf(wallMillis, 1));
        wallMillis += 5;
        assertThat(clock.next(NODE, 7).hlc()).isEqualTo(Stamp.hlcOf(wallMillis, 0));
    }

    @Test
    void itAdvancesPastWhatItHears() {
        HybridClock clock = start();
        long heard = Stamp.hlcOf(wallMillis + MAX_AHEAD.toMillis(), 0xFFFF);
        assertThat(clock.hear(heard)).isTrue();
        assertThat(clock.now()).isEqualTo(heard);
        assertThat(clock.next(NODE, 1).hlc()).isEqualTo(heard + 1);
    }

    @Test
    void aClockTooFarAheadIsRefusedAndMovesNothing() {
        HybridClock clock = start();
        long before = clock.now();
        long heard = Stamp.hlcOf(wallMillis + MAX_AHEAD.toMillis() + 1, 0);
        assertThat(clock.tooFarAhead(heard)).isTrue();
        assertThat(clock.hear(heard)).isFalse();
        assertThat(clock.hear(-1)).isFalse();
        assertThat(clock.now()).isEqualTo(before);
    }

    @Test
    void noStampComesAtOrBelowAClosedValueEvenIfTheWallIsSetBack() {
        long closed = start().close();
        wallMillis -= 3_600_000;
        assertThat(start().next(NODE, 2).hlc()).isGreaterThan(closed);
    }

    @Test
    void manyStampsCostFewWritesToDisk() {
        HybridClock clock = start();
        for (int i = 0; i < 10_000; i++) {
            wallMillis++;
            clock.next(NODE, 1);
            clock.close();
        }
        assertThat(disk.writes).isLessThanOrEqualTo(12);
    }

    @Test
    void aNodeThatDiesOnceASecondStaysWithinWhatPeersBelieve() {
        for (int life = 0; life < 500; life++) {
            wallMillis += 1_000;
            start().next(NODE, life);
        }
        assertThat(start().tooFarAhead(start().now())).isFalse();
        assertThat(start().now() >>> 16).isLessThan(wallMillis + 2_000);
    }
}

package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What meta hears of closed stamps, from whole nodes. */
class ClosedStampTest {
    private static final long T0 = 1_700_000_000_000_000_000L;

    private OneThreadCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new OneThreadCluster().withThreeNodes();
    }

    private void pass(int seconds) {
        cluster.time.pass(Duration.ofSeconds(seconds));
    }

    private long closed(int number) {
        return cluster.node(number).closedStamp();
    }

    private void write(String line) {
        cluster.node(1).points().write("db", null, RealCluster.rows(line), Consistency.ONE);
    }

    @Test
    void itFollowsTheWallWhileNothingHappens() {
        long before = closed(2);
        pass(10);
        assertThat(closed(2) - before).isGreaterThanOrEqualTo(Stamp.hlcOf(9_000, 0));
    }

    @Test
    void aHintHoldsItUntilItIsDelivered() throws Exception {
        cluster.crash(3);
        pass(1);
        long before = closed(1);
        write("m v=1 " + T0);
        pass(10);
        long held = closed(1);
        assertThat(held).isBetween(before, before + Stamp.hlcOf(2_000, 0));
        assertThat(closed(2)).isGreaterThan(held);
        cluster.crash(1);
        cluster.start(1);
        pass(10);
        assertThat(closed(1)).as("also in the node's next life").isEqualTo(held);
        cluster.start(3);
        pass(100);
        assertThat(closed(1)).isGreaterThan(held + Stamp.hlcOf(50_000, 0));
    }

    @Test
    void aPromiseOutlivesTheNodeWhoseClockIsSetBack() throws Exception {
        pass(10);
        long promised = closed(1);
        cluster.crash(1);
        cluster.clockError(1, Duration.ofSeconds(-30));
        cluster.start(1);
        write("m v=1 " + T0);
        assertThat(cluster.engine(1).shard(new ShardId(1)).orElseThrow().highestStamp().hlc())
                .isGreaterThan(promised);
        assertThat(closed(1)).isGreaterThanOrEqualTo(promised);
    }
}

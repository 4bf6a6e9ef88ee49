package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.ShardId;
import io.annealdb.proto.NodeStatusReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OneThreadClusterTest {
    private static final WriteOutcome WRITTEN = new WriteOutcome.Written(List.of(), 0);
    private static final long T0 = 1_700_000_000_000_000_000L;

    private OneThreadCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new OneThreadCluster();
        for (int number = 1; number <= 3; number++) {
            cluster.start(number);
        }
        cluster.createDatabase();
        cluster.time.pass(Duration.ofSeconds(1));
    }

    private WriteOutcome write(int number, Consistency level, String line) {
        return cluster.node(number).points().write("db", null, RealCluster.rows(line), level);
    }

    private String root(int number) {
        return cluster.node(number).calls().roots(List.of(new ShardId(1))).get(0).root().hex();
    }

    private NodeStatusReply status(int number) {
        return cluster.node(number).calls().status();
    }

    @Test
    void whatIsAcknowledgedAtQuorumOutlivesTheCoordinatorsPower() throws Exception {
        assertThat(write(1, Consistency.ALL, "m v=1 " + T0)).isEqualTo(WRITTEN);
        cluster.crash(3);
        assertThat(write(1, Consistency.QUORUM, "m v=2 " + (T0 + 1))).isEqualTo(WRITTEN);
        cluster.crash(1);
        cluster.start(1);
        cluster.start(3);
        cluster.time.pass(Duration.ofSeconds(5));
        assertThat(root(1)).isEqualTo(root(2));
        assertThat(root(3)).isEqualTo(root(2));
        assertThat(status(1).getHintsList()).allMatch(queue -> queue.getBytes() == 0);
    }

    @Test
    void aNodeIsBehindUntilEachLivePeerHasSaidThatNothingWaits() throws Exception {
        assertThat(write(1, Consistency.ALL, "m v=1 " + T0)).isEqualTo(WRITTEN);
        cluster.crash(3);
        assertThat(write(1, Consistency.QUORUM, "m v=2 " + (T0 + 1))).isEqualTo(WRITTEN);
        cluster.start(3);
        assertThat(status(3).getBehindList()).contains(1);
        cluster.time.pass(Duration.ofSeconds(10));
        assertThat(status(3).getBehindList()).isEmpty();
        assertThat(root(3)).isEqualTo(root(1));
    }

    @Test
    void aNodeWhoseClockPeersRefuseCoordinatesNothingUntilItIsRight() throws Exception {
        write(1, Consistency.ALL, "m v=1 " + T0);
        cluster.clockError(1, Duration.ofMinutes(5));
        assertThat(write(1, Consistency.QUORUM, "m v=2 " + (T0 + 1)))
                .isInstanceOf(WriteOutcome.NotEnoughOwners.class);
        assertThat(write(1, Consistency.ONE, "m v=3 " + (T0 + 2)))
                .isInstanceOf(WriteOutcome.Unavailable.class);
        assertThat(status(1).getClockTrouble()).contains("ahead");
        assertThat(write(2, Consistency.ONE, "m v=3 " + (T0 + 2))).isEqualTo(WRITTEN);
        cluster.clockError(1, Duration.ZERO);
        cluster.time.pass(Duration.ofMinutes(6));
        assertThat(status(1).getClockTrouble()).isEmpty();
        assertThat(write(1, Consistency.ALL, "m v=4 " + (T0 + 3))).isEqualTo(WRITTEN);
    }

    @Test
    void aDroppedDatabaseLeavesNoShards() throws Exception {
        write(1, Consistency.ALL, "m v=1 " + T0);
        assertThat(status(2).getShardsCount()).isEqualTo(1);
        cluster.dropDatabase();
        assertThat(status(2).getShardsCount()).isZero();
        assertThat(write(1, Consistency.ONE, "m v=1 " + T0))
                .isInstanceOf(WriteOutcome.DatabaseNotFound.class);
    }

    @Test
    void pointsBeyondRetentionAreDroppedAndCounted() throws Exception {
        cluster.keepFor(Duration.ofDays(14));
        long old = T0 - Duration.ofDays(15).toNanos();
        assertThat(write(1, Consistency.ONE, "m v=1 " + old + "\nm v=2 " + T0))
                .isEqualTo(new WriteOutcome.Written(List.of(), 1));
    }
}

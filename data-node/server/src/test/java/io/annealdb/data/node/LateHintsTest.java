package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.storage.Fence;
import io.annealdb.storage.Shard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hints from the past (repair.md R2): their shard has settled above their stamp, as it cannot while
 * the node that holds them is heard.
 */
class LateHintsTest {
    private static final long T0 = 1_700_000_000_000_000_000L;

    private OneThreadCluster cluster;

    @BeforeEach
    void aHintWaitsForTheThirdNode() throws Exception {
        cluster = new OneThreadCluster().withThreeNodes();
        write(Consistency.ALL, "m v=1 " + T0);
        cluster.crash(3);
        write(Consistency.QUORUM, "m v=2 " + (T0 + 1));
        pass(1);
    }

    private void pass(int seconds) {
        cluster.time.pass(Duration.ofSeconds(seconds));
    }

    private void write(Consistency level, String lines) {
        assertThat(cluster.node(1).points().write("db", null, RealCluster.rows(lines), level))
                .isEqualTo(new WriteOutcome.Written(List.of(), 0));
    }

    private Shard shard(int number) {
        return cluster.engine(number).shard(new ShardId(1)).orElseThrow();
    }

    private HintQueueProto queue() {
        return cluster.node(1).calls().status().getHintsList().stream()
                .filter(queue -> queue.getForNode() == 3)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatHasSettledIsSetAsideAndShownTheRestIsDelivered() throws Exception {
        long settled = shard(1).highestStamp().hlc();
        write(Consistency.QUORUM, "m v=3 " + (T0 + 2));
        cluster.crash(1);
        cluster.start(3);
        shard(3).settling().adopt(SettledCells.allAt(settled));
        cluster.start(1);
        pass(70);
        assertThat(shard(3).rowCount()).as("the one of before, the one above R").isEqualTo(2);
        assertThat(queue().getBytes()).isZero();
        assertThat(queue().getAsidePoints()).isEqualTo(1);
        assertThat(queue().getAsideBytes()).isPositive();
        assertThat(cluster.node(1).closedStamp()).as("it holds nothing up").isGreaterThan(settled);
        cluster.crash(1);
        cluster.start(1);
        assertThat(queue().getAsidePoints()).as("counted by the node's next life too").isEqualTo(1);
    }

    @Test
    void whileAFenceStandsAboveItAHintWaits() throws Exception {
        long at = shard(1).highestStamp().hlc();
        cluster.crash(1);
        cluster.start(3);
        shard(3).settling().fence(new Fence("r-1", at, 1));
        cluster.start(1);
        pass(30);
        assertThat(shard(3).rowCount()).isEqualTo(1);
        assertThat(queue().getBytes()).isPositive();
        shard(3).settling().liftFence("r-1");
        pass(70);
        assertThat(shard(3).rowCount()).isEqualTo(2);
        assertThat(queue().getBytes()).isZero();
        assertThat(queue().getAsideBytes()).isZero();
    }
}

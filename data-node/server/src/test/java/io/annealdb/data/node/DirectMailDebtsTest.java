package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.DebtProto;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.ring.Hop;
import io.annealdb.storage.disk.SimulatedDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no hint brings any more is a durable debt, and one ring pays it. */
class DirectMailDebtsTest {
    private static final WriteOutcome WRITTEN = new WriteOutcome.Written(List.of(), 0);
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final ShardId SHARD = new ShardId(1);

    private OneThreadCluster cluster;

    @BeforeEach
    void make() throws Exception {
        cluster = new OneThreadCluster();
    }

    private void startThree() throws Exception {
        for (int number = 1; number <= 3; number++) {
            cluster.start(number);
        }
        cluster.createDatabase();
        pass(1);
        write(Consistency.ALL, 0);
    }

    private void pass(int seconds) {
        cluster.time.pass(Duration.ofSeconds(seconds));
    }

    private void write(Consistency level, int at) {
        assertThat(
                        cluster.node(1)
                                .points()
                                .write("db", null, RealCluster.rows("m v=1 " + (T0 + at)), level))
                .isEqualTo(WRITTEN);
    }

    private List<DebtProto> debts() {
        return cluster.node(1).calls().status().getDebtsList();
    }

    private String root(int number) {
        return cluster.node(number)
                .calls()
                .roots(RootsQuestion.plain(List.of(SHARD)))
                .get(0)
                .root()
                .hex();
    }

    private void owed(String why) throws Exception {
        assertThat(debts())
                .as("debts")
                .isNotEmpty()
                .allSatisfy(
                        debt -> {
                            assertThat(debt.getShardId()).isEqualTo(1);
                            assertThat(debt.getForNode()).isEqualTo(3);
                            assertThat(debt.getWhy()).isEqualTo(why);
                        });
        cluster.crash(1);
        cluster.start(1);
        assertThat(debts()).as("on disk").isNotEmpty();
    }

    /** In every test: the third node comes back, and a ring, here its one hop, pays. */
    @AfterEach
    void oneRingPays() throws Exception {
        if (cluster.node(3) == null) {
            cluster.start(3);
        }
        pass(70);
        assertThat(debts()).isNotEmpty();
        assertThat(root(3)).as("no hint has brought it").isNotEqualTo(root(1));
        Hop hop = new Hop(new NodeId(1), new NodeId(3));
        cluster.node(1)
                .calls()
                .runHop(
                        new HopOrder("", SHARD, hop, 0, Duration.ofSeconds(60)),
                        HopProgress.SILENT);
        assertThat(root(3)).isEqualTo(root(1));
        RingEnded ended =
                new RingEnded("r-1", List.of(SHARD), true, Optional.of(cluster.time.instant()));
        cluster.node(1).calls().ringEnded(ended);
        assertThat(debts()).isEmpty();
        cluster.crash(1);
        cluster.start(1);
        assertThat(debts()).isEmpty();
    }

    @Test
    void aQueueThatIsFull() throws Exception {
        cluster.set("hinted-handoff.max-size", "200");
        startThree();
        cluster.crash(3);
        for (int at = 1; at <= 5; at++) {
            write(Consistency.QUORUM, at);
        }
        owed("queue full");
    }

    @Test
    void aHintThatHasExpired() throws Exception {
        cluster.set("hinted-handoff.max-age", "5s");
        startThree();
        cluster.crash(3);
        write(Consistency.QUORUM, 1);
        pass(70);
        owed("expired");
    }

    @Test
    void aSegmentThatIsCorrupt() throws Exception {
        startThree();
        cluster.crash(3);
        write(Consistency.QUORUM, 1);
        write(Consistency.QUORUM, 2);
        SimulatedDirectory disk = cluster.disk(1);
        cluster.crash(1);
        disk.flipBit("hh/3/0000000000000001.hints", 60 * 8);
        cluster.start(1);
        owed("corrupt");
    }

    @Test
    void aMissWhileHintsAreOff() throws Exception {
        cluster.set("hinted-handoff.enabled", "false");
        startThree();
        cluster.crash(3);
        write(Consistency.QUORUM, 1);
        owed("not hinted");
    }
}

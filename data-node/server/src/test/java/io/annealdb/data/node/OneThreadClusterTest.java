package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.peer.ShardWrite;
import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.PeerProto;
import io.annealdb.repair.coordinator.RootsQuestion;
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
        cluster = new OneThreadCluster().withThreeNodes();
    }

    private WriteOutcome write(int number, Consistency level, String line) {
        return cluster.node(number).points().write("db", null, RealCluster.rows(line), level);
    }

    private String root(int number) {
        return cluster.node(number)
                .calls()
                .roots(RootsQuestion.plain(List.of(new ShardId(1))))
                .get(0)
                .root()
                .hex();
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
    void aNodeThatIsCutOffFromMetaLearnsOfANewGroupFromItsPeers() throws Exception {
        cluster = new OneThreadCluster().gossiping().withThreeNodes();
        cluster.cutFromMeta(3);
        long elsewhere = T0 - Duration.ofDays(365).toNanos();
        assertThat(write(1, Consistency.QUORUM, "m v=1 " + elsewhere)).isEqualTo(WRITTEN);
        long version = cluster.node(1).image().version();
        cluster.time.pass(Duration.ofSeconds(15));
        assertThat(cluster.node(3).image().version()).isGreaterThanOrEqualTo(version);
        assertThat(write(3, Consistency.ONE, "m v=2 " + (elsewhere + 1))).isEqualTo(WRITTEN);
    }

    @Test
    void rumoursTellOfLoadAndOfCopiesThatDifferAndStandStill() throws Exception {
        cluster = new OneThreadCluster().gossiping().withThreeNodes();
        assertThat(write(1, Consistency.ALL, "m v=1 " + T0)).isEqualTo(WRITTEN);
        cluster.time.pass(Duration.ofSeconds(60));
        assertThat(status(2).getPeersList())
                .hasSize(2)
                .allMatch(peer -> peer.getLive() && peer.getLoad().getShards() == 1)
                .allMatch(peer -> peer.getUnequalShardsList().isEmpty());
        cluster.node(3)
                .calls()
                .write(
                        new ShardWrite(
                                new ShardId(1),
                                1,
                                RealCluster.rows("m v=5 " + (T0 + 5))
                                        .stamped(new Stamp(Stamp.hlcOf(1, 0), 1, 1)),
                                false));
        cluster.time.pass(Duration.ofSeconds(60));
        assertThat(status(2).getPeersList())
                .filteredOn(peer -> !peer.getUnequalShardsList().isEmpty())
                .extracting(PeerProto::getNodeId)
                .containsExactly(3);
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

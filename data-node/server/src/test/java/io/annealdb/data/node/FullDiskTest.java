package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.proto.DebtProto;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.RootsQuestion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node without room on its disk lives: it reads, refuses what it cannot keep, and comes back. */
class FullDiskTest {
    private static final WriteOutcome WRITTEN = new WriteOutcome.Written(List.of(), 0);
    private static final long T0 = 1_700_000_000_000_000_000L;

    private OneThreadCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new OneThreadCluster().withThreeNodes();
        assertThat(write(1, Consistency.ALL, "m v=1 " + T0)).isEqualTo(WRITTEN);
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

    private int seriesReadAt(int number) {
        return cluster.node(number)
                .calls()
                .series(new ShardId(1), new SeriesPredicate.Every(), false)
                .size();
    }

    private void thereIsRoomAgain(int number) {
        cluster.disk(number).fillUpAfter(Long.MAX_VALUE);
        cluster.time.pass(Duration.ofMinutes(3));
        assertThat(write(number, Consistency.ALL, "m v=9 " + (T0 + 9))).isEqualTo(WRITTEN);
    }

    private List<Integer> owedBy(int number) {
        return cluster.node(number).calls().status().getDebtsList().stream()
                .map(DebtProto::getForNode)
                .toList();
    }

    @Test
    void aNodeThatStartsOnAFullDiskReadsAndRefusesWritesUntilThereIsRoom() throws Exception {
        cluster.stop(3);
        cluster.disk(3).fillUpAfter(0);
        cluster.start(3);
        cluster.time.pass(Duration.ofSeconds(20));
        assertThat(
                        cluster.node(3)
                                .calls()
                                .roots(RootsQuestion.plain(List.of(new ShardId(1))))
                                .get(0)
                                .health())
                .isEqualTo(ReplicaHealth.WHOLE);
        assertThat(seriesReadAt(3)).isEqualTo(1);
        assertThat(write(3, Consistency.ONE, "m v=2 " + (T0 + 1)))
                .isInstanceOfSatisfying(
                        WriteOutcome.Unavailable.class,
                        refused -> assertThat(refused.message()).contains("clock.bound"));
        assertThat(write(1, Consistency.QUORUM, "m v=3 " + (T0 + 2))).isEqualTo(WRITTEN);
        assertThat(write(1, Consistency.ALL, "m v=4 " + (T0 + 3)))
                .isInstanceOf(WriteOutcome.NotEnoughOwners.class);
        thereIsRoomAgain(3);
        assertThat(root(3)).isEqualTo(root(2));
    }

    @Test
    void aDiskThatFillsUpWhileTheNodeRunsLosesNothingThatOthersKeepForIt() throws Exception {
        for (int room = 0; room < 2_000; room += 333) {
            cluster.disk(1).fillUpAfter(room);
            for (int i = 0; i < 20; i++) {
                String line = "m v=" + i + " " + (T0 + 100 + 100L * room + i);
                assertThat(write(2, Consistency.QUORUM, line)).isEqualTo(WRITTEN);
            }
            cluster.time.pass(Duration.ofSeconds(30));
            thereIsRoomAgain(1);
            assertThat(seriesReadAt(1)).isEqualTo(1);
            assertThat(root(1)).isEqualTo(root(2));
        }
        cluster.crash(1);
        cluster.start(1);
        cluster.time.pass(Duration.ofSeconds(30));
        assertThat(root(1)).isEqualTo(root(2));
    }

    @Test
    void whatACoordinatorOnAFullDiskCannotEvenHintForItselfIsOwedOnceThereIsRoom()
            throws Exception {
        for (int room = 0; room < 2_000; room += 333) {
            cluster.disk(1).fillUpAfter(room);
            for (int i = 0; i < 20; i++) {
                write(1, Consistency.ONE, "m w=" + i + " " + (T0 + 100 + 100L * room + i));
            }
            thereIsRoomAgain(1);
            assertThat(root(2)).isEqualTo(root(3));
        }
        assertThat(root(1)).isNotEqualTo(root(2));
        assertThat(owedBy(1)).containsOnly(1);
        cluster.crash(1);
        cluster.start(1);
        assertThat(owedBy(1)).containsOnly(1);
    }
}

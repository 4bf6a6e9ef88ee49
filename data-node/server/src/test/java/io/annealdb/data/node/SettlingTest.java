package io.annealdb.data.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.DeleteOutcome;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.FieldValue;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.CertificateProto;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.ResetOrder;
import io.annealdb.repair.coordinator.ResetReport;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.coordinator.RootsQuestion;
import io.annealdb.repair.ring.Hop;
import io.annealdb.storage.Shard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a coordinator asks of owners so that they settle; docs/decisions/0005-settling.md. */
class SettlingTest {
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final ShardId SHARD = new ShardId(1);

    private OneThreadCluster cluster;
    private Stamp past;

    @BeforeEach
    void start() throws Exception {
        cluster = new OneThreadCluster().withThreeNodes();
        write("m v=1 " + T0 + "\nm v=2 " + (T0 + 1));
        pass(2);
    }

    private void pass(int seconds) {
        cluster.time.pass(Duration.ofSeconds(seconds));
    }

    private void write(String lines) {
        assertThat(
                        cluster.node(1)
                                .points()
                                .write("db", null, RealCluster.rows(lines), Consistency.ALL))
                .isEqualTo(new WriteOutcome.Written(List.of(), 0));
    }

    private NodeCalls calls(int number) {
        return cluster.node(number).calls();
    }

    private Shard shard(int number) {
        return cluster.engine(number).shard(SHARD).orElseThrow();
    }

    private long leastClosed() {
        return Math.min(
                cluster.node(1).closedStamp(),
                Math.min(cluster.node(2).closedStamp(), cluster.node(3).closedStamp()));
    }

    private OwnerRoot ask(int number, long at, String repairId) {
        RootsQuestion.Asked asked = new RootsQuestion.Asked(SHARD, 1, CellSet.NONE);
        return calls(number).roots(new RootsQuestion(List.of(asked), at, repairId, true)).get(0);
    }

    private void certify(long at, ShardRoot root) throws Exception {
        cluster.certify(
                CertificateProto.newBuilder()
                        .setShardId(1)
                        .setOwnerEpoch(1)
                        .setAt(at)
                        .setRoot(ByteString.copyFrom(root.encode()))
                        .setRepairId("r-1")
                        .build());
        pass(1);
    }

    /** All owners answer at R, and the certificate stands in the image. */
    private long settle() throws Exception {
        long at = leastClosed();
        ShardRoot root = ask(1, at, "r-1").root();
        assertThat(ask(2, at, "r-1").root()).isEqualTo(root);
        assertThat(ask(3, at, "r-1").root()).isEqualTo(root);
        certify(at, root);
        return at;
    }

    @Test
    void anAnswerAtRStandsBehindAFenceUntilTheRingEnds() throws Exception {
        long at = leastClosed();
        OwnerRoot answer = ask(1, at, "r-1");
        assertThat(answer.settling().open().isEmpty()).isTrue();
        assertThat(shard(1).settling().fence().orElseThrow().hlc()).isEqualTo(at);
        cluster.crash(1);
        cluster.start(1);
        assertThat(shard(1).settling().fence()).as("on disk").isPresent();
        calls(1).ringEnded(new RingEnded("r-1", List.of(SHARD), true, Optional.empty()));
        assertThat(shard(1).settling().fence()).isEmpty();
    }

    @Test
    void aLookAtRSetsNoFence() {
        ask(1, leastClosed(), "");
        assertThat(shard(1).settling().fence()).isEmpty();
    }

    @Test
    void cellsWithSomethingAboveRAreOpen() {
        long at = leastClosed();
        write("m v=3 " + (T0 + 2));
        assertThat(ask(1, at, "r-1").settling().open().isEmpty()).isFalse();
    }

    @Test
    void theCertificateIsAdoptedFromTheImageAndTheFenceGoes() throws Exception {
        long at = settle();
        for (int number = 1; number <= 3; number++) {
            assertThat(shard(number).settling().settled()).isEqualTo(SettledCells.allAt(at));
            assertThat(shard(number).settling().fence()).isEmpty();
            assertThat(ask(number, 0, "").settling().changedSince()).isFalse();
        }
        write("m v=9 " + T0);
        assertThat(ask(1, 0, "").settling().changedSince()).isTrue();
    }

    @Test
    void anOwnerThatDiesBeforeItAdoptsDoesSoWhenItIsBack() throws Exception {
        long at = leastClosed();
        ShardRoot root = ask(1, at, "r-1").root();
        ask(3, at, "r-1");
        cluster.crash(3);
        certify(at, root);
        cluster.start(3);
        pass(1);
        assertThat(shard(3).settling().settled()).isEqualTo(SettledCells.allAt(at));
    }

    @Test
    void whatSettledDeletesHideGoesAndTheDeletesAreNotExchangedAgain() throws Exception {
        DeleteOutcome deleted =
                cluster.node(2).deletes().delete("db", null, new SeriesPredicate.Every(), T0, T0);
        assertThat(deleted).isInstanceOf(DeleteOutcome.Deleted.class);
        pass(2);
        settle();
        for (int number = 1; number <= 3; number++) {
            assertThat(shard(number).deletes()).isEmpty();
            shard(number).compactFully();
            assertThat(shard(number).rowCount()).isEqualTo(1);
        }
        assertThat(ask(1, 0, "").root().deletes()).isZero();
        assertThat(ask(1, 0, "").settling().changedSince())
                .as("a delete that has settled is no change")
                .isFalse();
    }

    /** Its disk is put back: it holds two points that the others have deleted and forgotten. */
    private long anOwnerFromThePast() throws Exception {
        past = new Stamp(leastClosed() - 1000, 1, 1);
        long at = settle();
        shard(3).store(old("m v=7 " + (T0 + 5) + "\nm v=8 " + (T0 + 6)));
        cluster.crash(3);
        cluster.disk(3).remove("data/db/autogen/1/settled");
        cluster.start(3);
        pass(1);
        assertThat(shard(3).settling().settled()).isEqualTo(SettledCells.NONE);
        return at;
    }

    private Rows old(String lines) {
        return RealCluster.rows(lines).stamped(past);
    }

    private ResetReport reset(long at) throws Exception {
        return calls(3).reset(
                        new ResetOrder(
                                "r-2",
                                SHARD,
                                new NodeId(3),
                                List.of(new NodeId(1), new NodeId(2)),
                                SettledCells.allAt(at),
                                0,
                                Duration.ofSeconds(60)),
                        HopProgress.SILENT);
    }

    private void hop(int from, int to) throws Exception {
        calls(from)
                .runHop(
                        new HopOrder(
                                "r-2",
                                SHARD,
                                new Hop(new NodeId(from), new NodeId(to)),
                                0,
                                Duration.ofSeconds(60)),
                        HopProgress.SILENT);
    }

    @Test
    void anOwnerFromThePastIsNoSourceBeforeItsResetAndBringsNothingBackAfter() throws Exception {
        long at = anOwnerFromThePast();
        assertThatThrownBy(() -> hop(3, 1))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("behind")
                .hasMessageContaining("repair start");
        write("m v=3 " + (T0 + 2));
        assertThat(reset(at).pointsDropped()).isEqualTo(2);
        assertThat(shard(3).settling().settled()).isEqualTo(SettledCells.allAt(at));
        assertThat(shard(3).root()).isEqualTo(shard(1).root());
        hop(3, 1);
        assertThat(shard(1).rowCount()).as("what is above R stays").isEqualTo(3);
    }

    @Test
    void anOwnerFromThePastAnswersNoQueryBeforeItsReset() throws Exception {
        long at = anOwnerFromThePast();
        assertThatThrownBy(() -> calls(3).measurements(SHARD, new SeriesPredicate.Every(), false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("behind the certificate of repair r-1");
        assertThat(calls(3).measurements(SHARD, new SeriesPredicate.Every(), true))
                .as("as it is here, if nobody else lives")
                .containsExactly("m");
        reset(at);
        assertThat(calls(3).measurements(SHARD, new SeriesPredicate.Every(), false))
                .containsExactly("m");
    }

    @Test
    void aResetKeepsWhatOneOfTheOthersStillHolds() throws Exception {
        long at = anOwnerFromThePast();
        shard(2).store(old("m v=7 " + (T0 + 5)));
        assertThat(reset(at).pointsDropped()).isEqualTo(1);
        assertThat(shard(3).root()).isEqualTo(shard(2).root());
    }

    @Test
    void aResetDropsAnyNumberOfValues() throws Exception {
        long at = anOwnerFromThePast();
        int more = (1 << 17) + 1_000; // than it holds in memory at a time
        Rows.Builder rows = Rows.builder();
        SeriesKey series = SeriesKey.ofCanonical("m");
        for (int i = 0; i < more; i++) {
            rows.add(series, T0 + 100 + i, past, Map.of("v", new FieldValue.FloatValue(i)));
        }
        shard(3).store(rows.build());
        assertThat(reset(at).pointsDropped()).isEqualTo(more + 2);
        assertThat(shard(3).root()).isEqualTo(shard(1).root());
    }

    @Test
    void messagesOfARepairWhoseFenceAnotherHasReplacedAreRefused() throws Exception {
        ask(2, leastClosed(), "r-9");
        assertThatThrownBy(() -> calls(2).ask(new NodeId(1), "r-8", SHARD, new byte[0]))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("r-9");
        assertThatThrownBy(() -> calls(2).push("r-8", SHARD).send(new byte[0]))
                .isInstanceOf(RefusedException.class);
        calls(1).runHop(
                        new HopOrder(
                                "",
                                SHARD,
                                new Hop(new NodeId(1), new NodeId(2)),
                                0,
                                Duration.ofSeconds(60)),
                        HopProgress.SILENT);
    }
}

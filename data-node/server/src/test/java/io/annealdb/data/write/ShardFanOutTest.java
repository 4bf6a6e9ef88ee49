package io.annealdb.data.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.hint.MissedWrites.Kept;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.testing.ScriptedPeers.Call;
import io.annealdb.data.write.ShardFanOut.Result;
import io.annealdb.data.write.WriteScene.KeptWrite;
import io.annealdb.points.NodeId;
import io.annealdb.storage.FreshOutcome.TypeConflict;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardFanOutTest {
    private static final Result ACKNOWLEDGED = new Result.Acknowledged(List.of());

    private final WriteScene scene = new WriteScene();

    private CompletableFuture<Result> write(Consistency level) {
        return scene.write(level, WriteScene.rows(2));
    }

    @ParameterizedTest
    @CsvSource({
        "ANY, 0, true",
        "ANY, 1, true",
        "ONE, 0, false",
        "ONE, 1, true",
        "QUORUM, 1, false",
        "QUORUM, 2, true",
        "ALL, 2, false",
        "ALL, 3, true"
    })
    void aLevelIsReachedBySoManyOwners(Consistency level, int live, boolean acknowledged) {
        for (int node = 1; node <= 3; node++) {
            if (node <= live) {
                scene.peers.storing(node);
            } else {
                scene.peers.away(node);
            }
        }
        assertThat(write(level).join() instanceof Result.Acknowledged).isEqualTo(acknowledged);
        assertThat(scene.kept).hasSize(3 - live);
    }

    @Test
    void whatIsMissedIsKeptBeforeTheAcknowledgement() {
        scene.peers.storing(1, 2).away(3);
        write(Consistency.QUORUM)
                .thenAccept(
                        result ->
                                assertThat(scene.kept).containsExactly(new KeptWrite(3, 2, false)))
                .join();
    }

    @Test
    void nothingIsAcknowledgedIfAMissCannotBeKept() {
        scene.peers.storing(1, 2).away(3);
        scene.diskFails = true;
        assertThat(write(Consistency.QUORUM).join()).isInstanceOf(Result.Failed.class);
    }

    @Test
    void anyIsNotAcknowledgedByADebt() {
        scene.peers.away(1, 2, 3);
        scene.keptAs = Kept.DEBT;
        assertThat(write(Consistency.ANY).join()).isInstanceOf(Result.Failed.class);
    }

    @Test
    void aHintThatIsTheAcknowledgementSaysSo() {
        scene.peers.away(1, 2, 3);
        assertThat(write(Consistency.ANY).join()).isEqualTo(ACKNOWLEDGED);
        assertThat(scene.kept).allMatch(KeptWrite::acknowledgement);
    }

    @Test
    void anOwnerThatIsBackUnnoticedIsFoundBeforeTheLevelFails() {
        scene.peers.storing(1, 2, 3);
        scene.countsAsAway(3);
        assertThat(write(Consistency.ALL).join()).isInstanceOf(Result.Failed.class);
        scene.backUnnoticed.add(new NodeId(3));
        assertThat(write(Consistency.ALL).join()).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    void aLevelThatTheLivingReachLooksForNobody() {
        scene.peers.storing(1, 2, 3);
        scene.countsAsAway(3);
        scene.backUnnoticed.add(new NodeId(3));
        assertThat(write(Consistency.QUORUM).join()).isEqualTo(ACKNOWLEDGED);
        assertThat(scene.kept).containsExactly(new KeptWrite(3, 2, false));
    }

    @Test
    void anOwnerThatFailsAfterTheAcknowledgementIsKeptToo() {
        scene.peers.storing(1, 2);
        assertThat(write(Consistency.QUORUM).join()).isEqualTo(ACKNOWLEDGED);
        assertThat(scene.kept).isEmpty();
        scene.peers.callsTo(3).get(0).fails();
        assertThat(scene.kept).containsExactly(new KeptWrite(3, 2, false));
    }

    @Test
    void anOwnerThatNeverAnswersHasMissedTheWriteAtTheTimeout() {
        scene.peers.storing(1);
        CompletableFuture<Result> all = write(Consistency.ALL);
        scene.time.pass(WriteScene.TIMEOUT.minusMillis(1));
        assertThat(all).isNotDone();
        scene.time.pass(WriteScene.TIMEOUT);
        assertThat(all.join()).isInstanceOf(Result.Failed.class);
        assertThat(scene.kept).hasSize(2);
        scene.peers.callsTo(2).get(0).stored();
        assertThat(scene.kept).hasSize(2);
    }

    @Test
    void anOwnerThatIsBeingFilledCountsInNoQuorum() {
        scene.filling(3).peers.storing(1, 3).away(2);
        assertThat(write(Consistency.QUORUM).join()).isInstanceOf(Result.Failed.class);
        scene.peers.storing(2).away(3);
        scene.health.answered(new NodeId(2));
        assertThat(write(Consistency.ALL).join()).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    void aShadowedWriteGoesToAllUnderANewStamp() {
        scene.peers
                .storing(1, 3)
                .answering(
                        2,
                        call ->
                                call.write().rows().stampAt(0).hlc() <= 500
                                        ? new ReplicaReply.Shadowed(500)
                                        : ReplicaReply.Stored.ALL);
        CompletableFuture<Result> all = write(Consistency.ALL);
        scene.time.run();
        assertThat(all.join()).isEqualTo(ACKNOWLEDGED);
        for (int node = 1; node <= 3; node++) {
            List<Call> calls = scene.peers.callsTo(node);
            assertThat(calls.get(calls.size() - 1).write().rows().stampAt(0).hlc()).isEqualTo(501);
        }
    }

    @Test
    void aClockThatCannotBeBelievedEndsTheWrite() {
        scene.believedMax = 400;
        scene.peers.storing(1, 3).answering(2, call -> new ReplicaReply.Shadowed(500));
        assertThat(write(Consistency.ALL).join()).isInstanceOf(Result.Failed.class);
    }

    @Test
    void anOwnerThatIsShadowedTooLateGetsTheRowsAsTheyAre() {
        scene.peers.storing(1, 2);
        assertThat(write(Consistency.QUORUM).join()).isEqualTo(ACKNOWLEDGED);
        scene.peers.callsTo(3).get(0).answer().complete(new ReplicaReply.Shadowed(500));
        Call again = scene.peers.callsTo(3).get(1);
        assertThat(again.write().fresh()).isFalse();
        assertThat(again.write().rows().stampAt(0).hlc()).isEqualTo(101);
        again.fails();
        assertThat(scene.kept).containsExactly(new KeptWrite(3, 2, false));
    }

    private static ReplicaReply conflict(Call call, int row) {
        return call.write().fresh()
                ? new ReplicaReply.Stored(
                        List.of(new TypeConflict(row, "v", "m", "float", "integer")))
                : ReplicaReply.Stored.ALL;
    }

    @Test
    void aRowThatOneOwnerTookGoesToThoseThatRefusedItsType() {
        scene.peers.storing(1, 3).answering(2, call -> conflict(call, 1));
        assertThat(write(Consistency.ALL).join()).isEqualTo(ACKNOWLEDGED);
        Call again = scene.peers.callsTo(2).get(1);
        assertThat(again.write().fresh()).isFalse();
        assertThat(again.write().rows().size()).isEqualTo(1);
        assertThat(again.write().rows().time(0)).isEqualTo(1);
    }

    @Test
    void aRowThatEveryOwnerRefusedIsDroppedAndNotHinted() {
        scene.peers
                .answering(1, call -> conflict(call, 1))
                .answering(2, call -> conflict(call, 1))
                .away(3);
        Result result = write(Consistency.QUORUM).join();
        assertThat(result)
                .isEqualTo(
                        new Result.Acknowledged(
                                List.of(
                                        "field type conflict: input field \"v\" on measurement \"m\""
                                                + " is type float, already exists as type"
                                                + " integer")));
        assertThat(scene.kept).containsExactly(new KeptWrite(3, 1, false));
    }

    @Test
    void aRowThatIsTakenLateComesBackToAll() {
        scene.peers.answering(1, call -> conflict(call, 0)).away(2);
        CompletableFuture<Result> one = write(Consistency.ONE);
        assertThat(one).isNotDone();
        scene.peers.callsTo(3).get(0).stored();
        assertThat(one.join()).isEqualTo(ACKNOWLEDGED);
        assertThat(scene.peers.callsTo(1)).hasSize(2);
        assertThat(scene.kept).containsExactly(new KeptWrite(2, 2, false));
    }

    @Test
    void aRefusedTypeThatAnotherMayHaveTakenIsOwed() {
        scene.peers.answering(1, call -> conflict(call, 1)).away(3);
        scene.countsAsAway(3);
        CompletableFuture<Result> one = write(Consistency.ONE);
        scene.peers.callsTo(2).get(0).fails();
        assertThat(((Result.Acknowledged) one.join()).conflicts()).hasSize(1);
        assertThat(scene.owed).containsExactly(new KeptWrite(1, 1, false));
    }

    @Test
    void aRefusedTypeThatAnotherMayHaveTakenUnderAnEarlierStampIsOwed() {
        scene.peers.answering(
                2,
                call ->
                        call.write().rows().stampAt(0).hlc() > 500
                                ? conflict(call, 1)
                                : new ReplicaReply.Shadowed(500));
        scene.countsAsAway(3);
        CompletableFuture<Result> one = write(Consistency.ONE);
        scene.countsAsAway(1);
        scene.time.run();
        assertThat(((Result.Acknowledged) one.join()).conflicts()).hasSize(1);
        assertThat(scene.peers.callsTo(1)).hasSize(1);
        assertThat(scene.owed).containsExactly(new KeptWrite(2, 1, false));
    }

    @Test
    void aRefusedTypeThatNobodyWasSentIsNotOwed() {
        scene.peers.answering(1, call -> conflict(call, 1));
        scene.countsAsAway(2);
        scene.countsAsAway(3);
        assertThat(((Result.Acknowledged) write(Consistency.ONE).join()).conflicts()).hasSize(1);
        assertThat(scene.owed).isEmpty();
    }

    @Test
    void nothingIsAcknowledgedIfTheDebtForARefusedTypeCannotBeNoted() {
        scene.peers.answering(1, call -> conflict(call, 0));
        CompletableFuture<Result> one = scene.write(Consistency.ONE, WriteScene.rows(1));
        scene.diskFails = true;
        scene.time.pass(WriteScene.TIMEOUT);
        assertThat(one.join()).isInstanceOf(Result.Failed.class);
    }

    @Test
    void aRefusedClockIsNotedAndTheWriteIsHinted() {
        scene.peers.storing(1).answering(2, c -> new ReplicaReply.ClockAhead(5)).away(3);
        assertThat(write(Consistency.QUORUM).join()).isInstanceOf(Result.Failed.class);
        assertThat(scene.refusedBy).containsExactly(new NodeId(2));
        assertThat(scene.kept).hasSize(2);
    }

    @Test
    void nothingIsKeptForANodeThatOwnsNothing() {
        scene.peers.storing(1, 2).answering(3, call -> new ReplicaReply.NotOwner());
        assertThat(write(Consistency.QUORUM).join()).isEqualTo(ACKNOWLEDGED);
        assertThat(scene.kept).isEmpty();
    }

    @Test
    void aFailureHasNoneOfTheWordsThatEndABatch() {
        scene.peers.away(1, 2, 3);
        Result result = write(Consistency.ALL).join();
        assertThat(((Result.Failed) result).message())
                .contains("0 of 3 owners")
                .doesNotContain(
                        "retention policy not found",
                        "hinted handoff queue not empty",
                        "points beyond retention policy",
                        "partial write",
                        "unable to parse",
                        "database not found");
    }

    private long closedBefore;

    private void stampIsUnderWay() {
        assertThat(scene.underWay.closed()).isEqualTo(closedBefore);
    }

    private void stampIsOver() {
        assertThat(scene.underWay.closed()).isEqualTo(scene.clock);
    }

    @Test
    void aStampIsUnderWayUntilTheLastOwnerHasAnswered() {
        closedBefore = scene.clock;
        scene.peers.storing(1, 2);
        assertThat(write(Consistency.QUORUM).join()).isEqualTo(ACKNOWLEDGED);
        stampIsUnderWay();
        scene.peers.callsTo(3).get(0).stored();
        stampIsOver();
    }

    @Test
    void aStampIsUnderWayUntilALateMissIsKept() {
        closedBefore = scene.clock;
        scene.peers.storing(1, 2);
        write(Consistency.QUORUM);
        scene.beforeKeeping = this::stampIsUnderWay;
        scene.time.pass(WriteScene.TIMEOUT);
        assertThat(scene.kept).containsExactly(new KeptWrite(3, 2, false));
        stampIsOver();
    }

    @Test
    void aStampThatWasShadowedIsOverAndTheNextIsUnderWay() {
        scene.peers
                .storing(1, 2)
                .answering(
                        3,
                        call ->
                                call.write().rows().stampAt(0).hlc() > 500
                                        ? ReplicaReply.Stored.ALL
                                        : new ReplicaReply.Shadowed(500));
        CompletableFuture<Result> result = write(Consistency.ALL);
        closedBefore = 100;
        stampIsUnderWay();
        scene.time.run();
        assertThat(result.join()).isEqualTo(ACKNOWLEDGED);
        assertThat(scene.clock).isEqualTo(501);
        stampIsOver();
    }

    @Test
    void aStampIsOverWhenNobodyAnswersAtAll() {
        write(Consistency.ALL);
        scene.time.pass(WriteScene.TIMEOUT);
        assertThat(scene.kept).hasSize(3);
        stampIsOver();
    }

    @Test
    void aWriteThatTimesOutBeforeItsNextAttemptLeavesNoStampUnderWay() {
        scene.believedMax = Long.MAX_VALUE;
        scene.peers.answering(
                1, call -> new ReplicaReply.Shadowed(call.write().rows().stampAt(0).hlc() + 1));
        write(Consistency.ALL);
        scene.time.pass(WriteScene.TIMEOUT.multipliedBy(2));
        stampIsOver();
    }
}

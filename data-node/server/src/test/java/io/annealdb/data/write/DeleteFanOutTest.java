package io.annealdb.data.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeleteFanOutTest {
    private final WriteScene scene = new WriteScene();

    private CompletableFuture<DeleteOutcome> delete() {
        List<DeleteTarget> targets =
                IntStream.of(1, 2, 3)
                        .mapToObj(
                                node ->
                                        new DeleteTarget(
                                                new NodeId(node),
                                                Optional.of(new ShardId(7)),
                                                true))
                        .toList();
        return new DeleteFanOut(scene.means(), 1, targets, new SeriesPredicate.Every(), 0, 1000, 8)
                .start();
    }

    private void underWay() {
        assertThat(scene.underWay.closed()).isEqualTo(100);
    }

    private void over() {
        assertThat(scene.underWay.closed()).isEqualTo(scene.clock).isGreaterThan(100);
    }

    @Test
    void aDeleteIsUnderWayUntilWhatAnOwnerMissedIsKept() {
        scene.peers.storing(1, 2);
        CompletableFuture<DeleteOutcome> outcome = delete();
        underWay();
        scene.beforeKeeping = this::underWay;
        scene.peers.callsTo(3).get(0).fails();
        assertThat(outcome.join()).isEqualTo(new DeleteOutcome.Deleted(1));
        over();
    }

    @Test
    void aSupersededDeleteIsUnderWayUntilItsRecordIsSpread() {
        scene.peers
                .storing(1)
                .answering(
                        2,
                        call ->
                                !call.delete().fresh() || call.delete().delete().stamp().hlc() > 500
                                        ? ReplicaReply.Stored.ALL
                                        : new ReplicaReply.Shadowed(500));
        CompletableFuture<DeleteOutcome> outcome = delete();
        scene.peers.callsTo(3).get(0).stored();
        scene.peers.callsTo(3).get(1).stored();
        assertThat(outcome.join()).isEqualTo(new DeleteOutcome.Deleted(1));
        over();
        assertThat(scene.peers.callsTo(2)).as("the first record reaches it, late").hasSize(3);
    }
}

package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HopSuccessorsTest {
    private static final NodeId SOURCE = new NodeId(1);
    private static final ShardId SHARD = new ShardId(7);

    private Instant now = Instant.EPOCH;
    private final RegularReplica replica =
            new RegularReplica.Collector(10, 640, false).lacking(PointSet.NONE).source();
    private final HopSuccessors successors = new HopSuccessors(() -> now, Duration.ofMinutes(2));

    private Answer ask(Question question) throws IOException {
        byte[] bytes = QuestionCodec.encode(question);
        return AnswerCodec.decode(successors.answer(SOURCE, "r-1", SHARD, replica, bytes));
    }

    private Answer compare() throws IOException {
        return ask(new Question.Compare(1, ShardRoot.EMPTY, false, SettledCells.NONE));
    }

    @Test
    void aComparisonKeepsOneSnapshotUntilItsSourceFallsSilent() throws IOException {
        assertThat(compare()).isInstanceOf(Answer.ContentDiffers.class);
        assertThat(ask(new Question.Cells(1, 1, 1))).isInstanceOf(Answer.Cells.class);
        assertThat(replica.openSnapshots()).isEqualTo(1);
        now = now.plusSeconds(119);
        successors.closeIdle();
        assertThat(replica.openSnapshots()).isEqualTo(1);
        now = now.plusSeconds(2);
        successors.closeIdle();
        assertThat(replica.openSnapshots()).isZero();
    }

    @Test
    void aSourceThatComesBackGoesOnWithANewSnapshot() throws IOException {
        compare();
        now = now.plusSeconds(3600);
        successors.closeIdle();
        assertThat(ask(new Question.Cells(1, -1, -1))).isInstanceOf(Answer.Cells.class);
        assertThat(replica.openSnapshots()).isEqualTo(1);
    }

    @Test
    void aNewComparisonReplacesTheSnapshot() throws IOException {
        compare();
        compare();
        assertThat(replica.openSnapshots()).isEqualTo(1);
    }

    @Test
    void closingLetsGoOfEverything() throws IOException {
        compare();
        successors.close();
        assertThat(replica.openSnapshots()).isZero();
    }

    @Test
    void bytesThatAreNoQuestionAreRefused() {
        assertThatThrownBy(
                        () -> successors.answer(SOURCE, "r-1", SHARD, replica, new byte[] {2, 77}))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("no question of kind 77");
    }

    @Test
    void aSeriesThatIsNotThereHasNoPoints() throws IOException {
        LeafRef nobody = LeafRef.tagged(new Cell(0, 0), 12345);
        Answer.Leaves answer =
                (Answer.Leaves)
                        ask(
                                new Question.Leaves(
                                        1,
                                        java.util.List.of(
                                                new LeafQuestion.Keys(
                                                        nobody,
                                                        java.util.OptionalInt.of(0),
                                                        false))));
        assertThat(((LeafAnswer.Keys) answer.leaves().get(0)).keys().size()).isZero();
    }
}

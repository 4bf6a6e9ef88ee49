package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.sketch.Sketch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {
    private static final Shape ONE = new Shape(List.of(new Shape.Column("v", FieldType.FLOAT)));
    private static final Shape TWO =
            new Shape(
                    List.of(
                            new Shape.Column("s", FieldType.STRING),
                            new Shape.Column("v", FieldType.INTEGER)));

    static Stream<Question> questions() {
        return Stream.of(
                new Question.Compare(
                        16_000,
                        new ShardRoot(new CellDigest(1, -2, 3, 4_000_000), -5),
                        true,
                        SettledCells.NONE),
                new Question.Compare(0, ShardRoot.EMPTY, false, SettledCells.allAt(-7)),
                new Question.DeleteIds(-9),
                new Question.Deletes(List.of(1L, -1L), List.of()),
                new Question.Cells(7, -1, 0x8001),
                new Question.SeriesSymbols(3, 40, 20, List.of(new Cell(1, 1), new Cell(0, 9))),
                new Question.Series(7, List.of(new Cell(0, 3), new Cell(63, 63), new Cell(2, 2))),
                new Question.Leaves(
                        1,
                        List.of(
                                new LeafQuestion.Keys(
                                        LeafRef.tagged(new Cell(5, 6), -77),
                                        OptionalInt.of(99),
                                        true),
                                new LeafQuestion.Keys(
                                        LeafRef.tagged(new Cell(5, 6), -77),
                                        OptionalInt.empty(),
                                        false),
                                new LeafQuestion.Symbols(
                                        LeafRef.tagged(new Cell(5, 7), -77), 32, 96),
                                new LeafQuestion.Slices(
                                        LeafRef.tagged(new Cell(0, 0), 3).of(new Slice(5, 31)), 7),
                                new LeafQuestion.Checks(
                                        LeafRef.keyed(
                                                new Cell(1, 1), SeriesKey.ofCanonical("m,a=b")),
                                        3),
                                new LeafQuestion.Versions(
                                        LeafRef.tagged(new Cell(9, 9), 1),
                                        List.of(
                                                PointClass.REST,
                                                PointClass.REST,
                                                PointClass.STAMPS,
                                                PointClass.UNKNOWN),
                                        Optional.of(
                                                new LeafQuestion.StampBounds(
                                                        new Stamp(5, 2, 1),
                                                        new Stamp(-1, 300, 70_000)))))));
    }

    static Stream<Answer> answers() {
        Answer.DeleteIds ids = new Answer.DeleteIds(List.of(3L, -4L), true);
        return Stream.of(
                new Answer.Equal(ReplicaHealth.DAMAGED),
                new Answer.DeletesDiffer(ReplicaHealth.MISSING, 12, SettledCells.allAt(9), ids),
                ids,
                new Answer.Deletes(List.of()),
                new Answer.Symbols(Sketch.of(new long[] {4, 5}, 0, 3)),
                new Answer.Cells(List.of(Answer.Sum.EMPTY, new Answer.Sum(-8, 500))),
                new Answer.Series(
                        List.of(
                                List.of(),
                                List.of(new Answer.SeriesSum(-3, new Answer.Sum(4, 5))))),
                new Answer.Leaves(
                        List.of(
                                new LeafAnswer.SendAll(),
                                new LeafAnswer.OneSided(-7, true),
                                new LeafAnswer.OneSided(7, false),
                                new LeafAnswer.TooLarge(70_000_000_000L),
                                new LeafAnswer.Symbols(Sketch.of(new long[] {1, 2, 3}, 1, 4)),
                                new LeafAnswer.Slices(
                                        List.of(Answer.Sum.EMPTY, new Answer.Sum(-1, 9))),
                                new LeafAnswer.Versions(
                                        0, List.of(uncheckedVersion(5), uncheckedVersion(6))),
                                new LeafAnswer.Versions(
                                        -1,
                                        List.of(
                                                version(70, 2, 500),
                                                version(70, 2, 65_535),
                                                version(69, 2, 0),
                                                version(71, 3, 1))))));
    }

    private static LeafAnswer.ValueVersion uncheckedVersion(long millis) {
        return version(millis, 1, LeafAnswer.ValueVersion.NOT_TOLD);
    }

    private static LeafAnswer.ValueVersion version(long millis, int node, int check) {
        return new LeafAnswer.ValueVersion(new Stamp(Stamp.hlcOf(millis, 3), node, 4), check);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aQuestionIsReadAsItWasWritten(Question question) {
        assertThat(QuestionCodec.decode(QuestionCodec.encode(question))).isEqualTo(question);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerIsReadAsItWasWritten(Answer answer) {
        assertThat(AnswerCodec.decode(AnswerCodec.encode(answer))).isEqualTo(answer);
    }

    @Test
    void sumsOfWindowsAndBucketsTakeRoomOnlyWhereThereAreValues() {
        long[] windows = new long[64];
        windows[3] = 5;
        windows[63] = -5;
        Answer.ContentDiffers answer =
                new Answer.ContentDiffers(ReplicaHealth.WHOLE, 10, windows, new long[64]);
        byte[] bytes = AnswerCodec.encode(answer);
        assertThat(bytes).hasSizeLessThan(40);
        Answer.ContentDiffers read = (Answer.ContentDiffers) AnswerCodec.decode(bytes);
        assertThat(read.windows()).isEqualTo(windows);
        assertThat(read.buckets()).isEqualTo(new long[64]);
    }

    private static PointKeys keys(Random random) {
        int size = random.nextInt(200);
        long[] times = new long[size];
        Shape[] shapes = new Shape[size];
        long time = random.nextLong() / 2;
        long step = 1 + random.nextInt(1000);
        for (int i = 0; i < size; i++) {
            times[i] = time;
            shapes[i] = random.nextInt(20) == 0 ? TWO : ONE;
            time += random.nextInt(10) == 0 ? 1 + random.nextInt(5000) : step;
        }
        return new PointKeys(times, shapes);
    }

    @Test
    void pointsAreReadAsTheyWereWritten() {
        for (int seed = 0; seed < 500; seed++) {
            PointKeys keys = keys(new Random(seed));
            Answer.Leaves answer =
                    new Answer.Leaves(List.of(new LeafAnswer.Keys(keys, OptionalLong.of(-4))));
            Answer.Leaves read = (Answer.Leaves) AnswerCodec.decode(AnswerCodec.encode(answer));
            PointKeys back = ((LeafAnswer.Keys) read.leaves().get(0)).keys();
            assertThat(back.times()).isEqualTo(keys.times());
            assertThat(back.shapes()).isEqualTo(keys.shapes());
            assertThat(back.hash(5)).isEqualTo(keys.hash(5));
        }
    }

    @Test
    void aHoleInARegularSeriesCostsThreeBytes() {
        int without = keyBytes(keysWithHoles(0));
        assertThat(keyBytes(keysWithHoles(10)) - without).isLessThanOrEqualTo(30);
    }

    private static int keyBytes(PointKeys keys) {
        return AnswerCodec.encode(
                        new Answer.Leaves(List.of(new LeafAnswer.Keys(keys, OptionalLong.of(-4)))))
                .length;
    }

    private static PointKeys keysWithHoles(int holes) {
        long[] times = new long[500];
        Shape[] shapes = new Shape[500];
        Arrays.fill(shapes, ONE);
        for (int i = 0; i < times.length; i++) {
            times[i] = (i + Math.min(holes, i / 40)) * 10_000_000_000L;
        }
        return new PointKeys(times, shapes);
    }

    @Test
    void anotherVersionIsRefusedByName() {
        assertThatThrownBy(() -> QuestionCodec.decode(new byte[] {9, 1}))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("version 9");
    }

    /** Damaged messages end in the one exception, whatever was hit, and take no memory. */
    @Test
    void damagedMessagesAreRefusedOrReadAsSomethingElse() {
        Random random = new Random(1);
        List<byte[]> messages =
                Stream.concat(
                                questions().map(QuestionCodec::encode),
                                Stream.concat(
                                        answers().map(AnswerCodec::encode),
                                        Stream.of(
                                                AnswerCodec.encode(
                                                        new Answer.Leaves(
                                                                List.of(
                                                                        new LeafAnswer.Keys(
                                                                                keys(random),
                                                                                OptionalLong
                                                                                        .empty())))))))
                        .toList();
        for (byte[] message : messages) {
            for (int round = 0; round < 300; round++) {
                byte[] damaged = Arrays.copyOf(message, random.nextInt(message.length + 1));
                for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                readOrRefuse(damaged);
            }
        }
    }

    private static void readOrRefuse(byte[] damaged) {
        try {
            QuestionCodec.decode(damaged);
        } catch (MalformedException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
        try {
            AnswerCodec.decode(damaged);
        } catch (MalformedException expected) {
            assertThat(expected).hasMessageNotContaining("null");
        }
    }
}

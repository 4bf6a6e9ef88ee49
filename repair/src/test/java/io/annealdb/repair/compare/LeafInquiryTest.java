package io.annealdb.repair.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.HashKey;
import io.annealdb.points.digest.ItemHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** The talk about one leaf, question by question. */
class LeafInquiryTest {
    private static final int SALT = 5;
    private static final SeriesKey SERIES = SeriesKey.of("m", Map.of());
    private static final ItemHash HASH = new ItemHash(new HashKey(1, 2));
    private static final LeafRef REF = LeafRef.keyed(new Cell(0, 0), SERIES);

    private static Leaf leaf(Rows.Builder rows) {
        return new Leaf(SERIES, rows.build(), HASH, List.of());
    }

    private static Rows.Builder add(Rows.Builder rows, long time, long millis, Object... fields) {
        Map<String, FieldValue> values = new java.util.TreeMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            values.put((String) fields[i], new FieldValue.IntegerValue((int) fields[i + 1]));
        }
        return rows.add(SERIES, time, ModelReplica.stamp(millis, 1), values);
    }

    private static Optional<Answer.Sum> sum(Leaf leaf) {
        CellDigest sum = leaf.digest();
        return Optional.of(new Answer.Sum(Salted.fold(sum, SALT), sum.values()));
    }

    /** Lets the two talk to the end; returns how many questions it took. */
    private static int talk(LeafInquiry inquiry, Leaf theirs) {
        int questions = 0;
        while (!inquiry.over()) {
            inquiry.take(LeafWitness.answer(inquiry.question(), theirs, SALT));
            questions++;
        }
        return questions;
    }

    private static LeafInquiry inquiry(Leaf own, Leaf theirs) {
        return new LeafInquiry(REF, own, sum(theirs), false, List.of(), SALT);
    }

    @Test
    void holesAreSettledWithOneQuestion() {
        Rows.Builder all = Rows.builder();
        Rows.Builder some = Rows.builder();
        for (int i = 0; i < 100; i++) {
            add(all, i, i, "v", i);
            if (i % 10 != 3) {
                add(some, i, i, "v", i);
            }
        }
        Leaf theirs = leaf(some);
        LeafInquiry inquiry = inquiry(leaf(all), theirs);
        assertThat(talk(inquiry, theirs)).isEqualTo(1);
        assertThat(inquiry.decision().missing().cardinality()).isEqualTo(10);
        assertThat(inquiry.decision().stale().isEmpty()).isTrue();
    }

    @Test
    void staleValuesTakeTwo() {
        Rows.Builder fresh = Rows.builder();
        Rows.Builder stale = Rows.builder();
        for (int i = 0; i < 100; i++) {
            add(fresh, i, 10, "v", i);
            add(stale, i, i == 7 ? 9 : 10, "v", i);
        }
        Leaf theirs = leaf(stale);
        LeafInquiry inquiry = inquiry(leaf(fresh), theirs);
        assertThat(talk(inquiry, theirs)).isEqualTo(2);
        assertThat(inquiry.decision().stale().stream()).containsExactly(7);
    }

    private static Leaf jittered(int points, long stampMillis, IntPredicate there) {
        Rows.Builder rows = Rows.builder();
        for (int i = 0; i < points; i++) {
            if (there.test(i)) {
                add(rows, i * 10_000L + ItemHash.mix(i) % 1000, stampMillis, "v", i);
            }
        }
        return leaf(rows);
    }

    private static Leaf regular(int points, IntToLongFunction stampMillis) {
        Rows.Builder rows = Rows.builder();
        for (int i = 0; i < points; i++) {
            add(rows, i * 10_000L, stampMillis.applyAsLong(i), "v", i);
        }
        return leaf(rows);
    }

    private static int bytes(LeafInquiry inquiry, Leaf theirs) {
        int bytes = 0;
        while (!inquiry.over()) {
            LeafQuestion question = inquiry.question();
            LeafAnswer answer = LeafWitness.answer(question, theirs, SALT);
            bytes += QuestionCodec.encode(new Question.Leaves(SALT, List.of(question))).length;
            bytes += AnswerCodec.encode(new Answer.Leaves(List.of(answer))).length;
            inquiry.take(answer);
        }
        return bytes;
    }

    @Test
    void aHoleAmongIrregularTimesIsFoundWithoutNamingTheOthers() {
        Leaf own = jittered(1000, 5, i -> true);
        Leaf theirs = jittered(1000, 5, i -> i != 400);
        LeafInquiry inquiry = inquiry(own, theirs);
        assertThat(bytes(inquiry, theirs)).isLessThan(160);
        assertThat(inquiry.decision().missing().stream()).containsExactly(400);
    }

    @Test
    void irregularPointsThatEachSideLacksAreToldApart() {
        Leaf own = jittered(1000, 5, i -> i != 7 && i != 8);
        Leaf theirs = jittered(1000, 5, i -> i != 400);
        LeafInquiry inquiry = inquiry(own, theirs);
        assertThat(bytes(inquiry, theirs)).isLessThan(600);
        assertThat(inquiry.decision().missing().stream()).containsExactly(398);
        assertThat(inquiry.decision().stale().isEmpty()).isTrue();
    }

    @Test
    void manyIrregularDifferencesFallBackToNamingPoints() {
        Leaf own = jittered(1000, 5, i -> true);
        Leaf theirs = jittered(1000, 5, i -> i % 2 == 0);
        LeafInquiry inquiry = inquiry(own, theirs);
        talk(inquiry, theirs);
        assertThat(inquiry.decision().missing().cardinality()).isEqualTo(500);
    }

    @Test
    void stampsThatAllLieOnOneSideAreNotTold() {
        Leaf fresh = regular(200, i -> 1000 + ItemHash.mix(i) % 100);
        Leaf stale = regular(200, i -> 500 + ItemHash.mix(i) % 100);
        LeafInquiry forth = inquiry(fresh, stale);
        assertThat(bytes(forth, stale)).isLessThan(2 * 200 + 50);
        assertThat(forth.decision().stale().cardinality()).isEqualTo(200);
        LeafInquiry back = inquiry(stale, fresh);
        talk(back, fresh);
        assertThat(back.decision().isEmpty()).isTrue();
    }

    @Test
    void aPointOfWhichEachSideHasOtherFieldsIsWeighedFieldByField() {
        Leaf own = leaf(add(add(Rows.builder(), 1, 5, "a", 1), 1, 8, "b", 2));
        Leaf theirs = leaf(add(Rows.builder(), 1, 7, "b", 3, "c", 4));
        LeafInquiry inquiry = inquiry(own, theirs);
        talk(inquiry, theirs);
        assertThat(inquiry.decision().missing().stream()).containsExactly(own.ordinal(0, 0));
        assertThat(inquiry.decision().stale().stream()).containsExactly(own.ordinal(0, 1));
    }

    @Test
    void aSuccessorThatIsAheadIsSentNothing() {
        Leaf own = leaf(add(Rows.builder(), 1, 5, "a", 1));
        Leaf theirs = leaf(add(add(Rows.builder(), 1, 6, "a", 2), 2, 6, "a", 3));
        LeafInquiry inquiry = inquiry(own, theirs);
        talk(inquiry, theirs);
        assertThat(inquiry.decision().isEmpty()).isTrue();
    }

    @Test
    void aLeafThatCannotBeExplainedIsSentWhole() {
        Leaf own = leaf(add(add(Rows.builder(), 1, 5, "a", 1), 2, 5, "a", 1));
        LeafInquiry inquiry =
                new LeafInquiry(
                        REF, own, Optional.of(new Answer.Sum(99, 2)), false, List.of(), SALT);
        int questions = talk(inquiry, own);
        assertThat(questions).isLessThan(8);
        assertThat(inquiry.decision().missing().cardinality()).isEqualTo(2);
    }

    @Test
    void anAnswerToAnotherQuestionIsRefused() {
        Leaf own = leaf(add(Rows.builder(), 1, 5, "a", 1));
        LeafInquiry inquiry = inquiry(own, own);
        assertThatThrownBy(() -> inquiry.take(new LeafAnswer.Versions(0, List.of())))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> inquiry.take(new LeafAnswer.Checks(new byte[7])))
                .hasMessageContaining("7 checks of 1 points");
    }
}

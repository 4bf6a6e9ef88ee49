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
import java.util.OptionalLong;
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

    private static OptionalLong sum(Leaf leaf) {
        CellDigest sum = CellDigest.EMPTY;
        for (int point = 0; point < leaf.size(); point++) {
            sum = sum.plus(leaf.digestOfPoint(point));
        }
        return OptionalLong.of(Salted.fold(sum, SALT));
    }

    /** Lets the two talk to the end; returns how many questions it took. */
    private static int talk(LeafInquiry inquiry, Leaf theirs) {
        int questions = 0;
        while (!inquiry.decided()) {
            inquiry.take(LeafWitness.answer(inquiry.question(), theirs, SALT));
            questions++;
        }
        return questions;
    }

    private static LeafInquiry inquiry(Leaf own, Leaf theirs) {
        return new LeafInquiry(REF, own, sum(theirs), List.of(), SALT);
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
        LeafInquiry inquiry = new LeafInquiry(REF, own, OptionalLong.of(99), List.of(), SALT);
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

package io.annealdb.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.query.ast.DeletingStatement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeletePlanTest {
    private static DeletePlan plan(String text) {
        return DeletePlan.of(
                (DeletingStatement.Delete) InfluxQl.parse(text, Map.of()).get(0), 1_000_000);
    }

    private static boolean deletes(DeletePlan plan, String key) {
        return plan.series().matches(SeriesKey.ofCanonical(key));
    }

    @Test
    void tagsAndMeasurementsChooseSeries() {
        DeletePlan plan = plan("DELETE FROM m, /^n/ WHERE h = 'a' OR h =~ /^b/");
        assertThat(deletes(plan, "m,h=a")).isTrue();
        assertThat(deletes(plan, "nn,h=bx")).isTrue();
        assertThat(deletes(plan, "m,h=c")).isFalse();
        assertThat(deletes(plan, "m")).isFalse();
        assertThat(deletes(plan, "o,h=a")).isFalse();
    }

    @Test
    void aMissingTagEqualsTheEmptyString() {
        DeletePlan plan = plan("DELETE FROM m WHERE h = ''");
        assertThat(deletes(plan, "m,r=x")).isTrue();
        assertThat(deletes(plan, "m,h=a")).isFalse();
        assertThat(deletes(plan("DELETE FROM m WHERE h != 'a'"), "m")).isTrue();
    }

    @Test
    void nowIsEvaluated() {
        DeletePlan plan = plan("DELETE WHERE time >= now() - 1u AND time < now()");
        assertThat(plan).isEqualTo(new DeletePlan(new SeriesPredicate.Every(), 999_000, 999_999));
    }

    @Test
    void withoutTimeEverythingGoes() {
        DeletePlan plan = plan("DELETE FROM m");
        assertThat(plan.minTime()).isEqualTo(Long.MIN_VALUE);
        assertThat(plan.maxTime()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aRangeThatNothingCanMatchIsEmpty() {
        assertThat(plan("DELETE FROM m WHERE time > 10 AND time < 5").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM m WHERE f = 1",
                "DELETE FROM m WHERE h > 'a'",
                "DELETE FROM m WHERE h = r",
                "DELETE FROM m WHERE h = 'a' OR f < 2.5"
            })
    void whatIsNotOfTagsAndTimeIsRefused(String text) {
        assertThatThrownBy(() -> plan(text))
                .isInstanceOf(QueryException.class)
                .hasMessage("fields not supported in WHERE clause during deletion");
    }
}

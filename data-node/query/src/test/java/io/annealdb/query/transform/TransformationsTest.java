package io.annealdb.query.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransformationsTest {
    private static final Transformations.Grouping UNGROUPED =
            new Transformations.Grouping(0, true, time -> 0);
    private static final Transformations.Grouping BY_TEN =
            new Transformations.Grouping(10, true, time -> Math.floorDiv(time, 10L) * 10);

    private record Result(long time, Object value) {}

    /** Feeds values at the times 0, 10, 20, … */
    private static List<Result> results(
            String function,
            List<Object> parameters,
            Transformations.Grouping grouping,
            double... values) {
        Transformation transformation = Transformations.of(function, parameters, false, grouping);
        List<Result> out = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            transformation.add(
                    i * 10L, values[i], (time, value) -> out.add(new Result(time, value)));
        }
        transformation.end((time, value) -> out.add(new Result(time, value)));
        return out;
    }

    private static List<Double> values(String function, List<Object> parameters, double... values) {
        return results(function, parameters, UNGROUPED, values).stream()
                .map(result -> (Double) result.value())
                .toList();
    }

    @Test
    void anExponentialAverageIsHeldBackUntilItIsWarm() {
        assertThat(values("exponential_moving_average", List.of(3L, -1L, "simple"), 1, 2, 3, 4, 8))
                .containsExactly(2.0, 3.0, 5.5);
        assertThat(values("exponential_moving_average", List.of(3L, 0L, "simple"), 1, 2, 3))
                .containsExactly(1.0, 1.5, 2.0);
    }

    @Test
    void averagesOfAveragesFollowAConstantRiseWithoutLag() {
        double[] rising = new double[60];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = 5 + 2 * i;
        }
        for (String function :
                List.of("double_exponential_moving_average", "triple_exponential_moving_average")) {
            List<Double> all = values(function, List.of(4L), rising);
            assertThat(all.get(all.size() - 1)).as(function).isCloseTo(rising[59], within(1e-6));
        }
    }

    @Test
    void oscillatorsOfValuesThatOnlyRiseAreAtTheirTop() {
        assertThat(values("relative_strength_index", List.of(2L), 1, 2, 3, 4, 5))
                .containsExactly(100.0, 100.0, 100.0);
        assertThat(values("chande_momentum_oscillator", List.of(3L), 1, 2, 3, 4, 5))
                .containsExactly(100.0, 100.0, 100.0);
        assertThat(values("chande_momentum_oscillator", List.of(3L), 3, 5, 3, 5, 3))
                .containsExactly(0.0, 100 * (2.0 / 6), 100 * (-2.0 / 6));
        assertThat(values("kaufmans_efficiency_ratio", List.of(2L), 1, 2, 3, 4, 3))
                .containsExactly(1.0, 1.0, 0.0);
    }

    @Test
    void whatDoesNotChangeHasNoRateOfChange() {
        assertThat(values("triple_exponential_derivative", List.of(2L), 7, 7, 7, 7))
                .containsExactly(0.0, 0.0);
        assertThat(values("kaufmans_adaptive_moving_average", List.of(2L), 7, 7, 7, 7))
                .containsExactly(7.0, 7.0);
    }

    @Test
    void anIntegralIsCutWhereABucketEnds() {
        Transformations.Grouping byFifteen =
                new Transformations.Grouping(15, true, time -> Math.floorDiv(time, 15L) * 15);
        assertThat(results("integral", List.of(1L), byFifteen, 0, 10, 20, 30))
                .containsExactly(new Result(0, 112.5), new Result(15, 337.5));
    }

    @Test
    void aMovingAverageOfWholeNumbersIsReckonedWhole() {
        Transformation average = Transformations.of("moving_average", List.of(2L), true, UNGROUPED);
        List<Object> out = new ArrayList<>();
        for (long value : new long[] {Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, 1, 2}) {
            average.add(0, value, (time, result) -> out.add(result));
        }
        assertThat(out.get(out.size() - 1)).isEqualTo(1.5);
    }

    @Test
    void aForecastGoesOnAtTheIntervalOfItsValues() {
        List<Result> forecast =
                results("holt_winters", List.of(3L, 0L), BY_TEN, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(forecast).extracting(Result::time).containsExactly(80L, 90L, 100L);
        assertThat((Double) forecast.get(0).value()).isCloseTo(9, within(0.5));
        List<Result> fit =
                results("holt_winters_with_fit", List.of(2L, 2L), BY_TEN, 1, 3, 1, 3, 1, 3, 1, 3);
        assertThat(fit).hasSize(10);
        assertThat((Double) fit.get(8).value()).isCloseTo(1, within(0.2));
        assertThat((Double) fit.get(9).value()).isCloseTo(3, within(0.2));
    }

    @Test
    void oneValueHasNoForecast() {
        assertThat(results("holt_winters", List.of(3L, 0L), BY_TEN, 1)).isEmpty();
    }
}

package io.annealdb.query.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesColumns.Column;
import io.annealdb.points.SeriesKey;
import io.annealdb.query.plan.CallSpec;
import io.annealdb.query.plan.ColumnRef;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialAggregateTest {
    private static final SeriesKey SERIES = SeriesKey.ofCanonical("m,h=a");

    private static SeriesColumns run(Random random, FieldType type, int rows, long from) {
        long[] times = new long[rows];
        long[] bits = new long[rows];
        boolean[] present = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            times[row] = from + row / 2; // times repeat, as those of different series do
            int value = random.nextInt(7) - 3;
            bits[row] = type == FieldType.FLOAT ? Double.doubleToRawLongBits(value) : value;
            present[row] = random.nextInt(4) > 0;
        }
        return new SeriesColumns(
                SERIES, times, new Column[] {new Column(type, bits, present, null)});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count",
                "sum",
                "mean",
                "min",
                "max",
                "first",
                "last",
                "spread",
                "stddev",
                "median",
                "mode",
                "distinct",
                "percentile",
                "top",
                "bottom",
                "sample",
                CallSpec.COUNT_DISTINCT
            })
    void statesOverPartsMergeIntoTheStateOverAll(String function) {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            FieldType type = random.nextBoolean() ? FieldType.FLOAT : FieldType.INTEGER;
            CallSpec.Aggregate call =
                    new CallSpec.Aggregate(
                            function,
                            new ColumnRef("f", type, false),
                            function.equals("percentile") ? 50 : 5,
                            List.of(),
                            0);
            PickedRow nothing = new PickedRow(List.of(), 1);
            PartialAggregate whole = PartialAggregate.of(call, nothing, true);
            PartialAggregate merged = PartialAggregate.of(call, nothing, true);
            for (int part = 0; part < 4; part++) {
                int rows = random.nextInt(12);
                SeriesColumns run = run(random, type, rows, random.nextInt(20));
                whole.add(2, run, 0, 0, rows);
                PartialAggregate alone = PartialAggregate.of(call, nothing, true);
                alone.add(1, run, 0, 0, rows);
                merged.merge(2, alone, 1);
            }
            assertSame(merged.results(2), whole.results(2), function + ", seed " + seed);
            assertThat(merged.results(0)).isEmpty();
            assertThat(merged.results(999)).isEmpty();
        }
    }

    private static void assertSame(
            List<PartialAggregate.Result> actual,
            List<PartialAggregate.Result> expected,
            String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).time()).as(what).isEqualTo(expected.get(i).time());
            if (expected.get(i).value() instanceof Double number) {
                double other = (Double) actual.get(i).value();
                assertThat(Double.isNaN(other)).as(what).isEqualTo(Double.isNaN(number));
                if (!Double.isNaN(number)) {
                    assertThat(other).as(what).isCloseTo(number, Offset.offset(1e-9));
                }
            } else {
                assertThat(actual.get(i).value()).as(what).isEqualTo(expected.get(i).value());
            }
        }
    }
}

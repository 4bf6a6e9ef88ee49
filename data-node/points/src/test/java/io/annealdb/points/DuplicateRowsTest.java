package io.annealdb.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DuplicateRowsTest {
    private static final SeriesKey A = SeriesKey.of("m", Map.of("t", "a"));
    private static final SeriesKey B = SeriesKey.of("m", Map.of("t", "b"));

    private static FieldValue number(double value) {
        return new FieldValue.FloatValue(value);
    }

    private static FieldValue text(String value) {
        return new FieldValue.StringValue(value);
    }

    @Test
    void aBatchWithoutDuplicatesIsItself() {
        Rows ordered =
                Rows.builder()
                        .add(A, 1, Stamp.NONE, Map.of("v", number(1)))
                        .add(B, 1, Stamp.NONE, Map.of("v", number(2)))
                        .add(A, 2, Stamp.NONE, Map.of("v", number(3)))
                        .build();
        assertThat(DuplicateRows.settle(ordered)).isSameAs(ordered);
        Rows backwards =
                Rows.builder()
                        .add(A, 2, Stamp.NONE, Map.of("v", number(1)))
                        .add(A, 1, Stamp.NONE, Map.of("v", number(3)))
                        .build();
        assertThat(DuplicateRows.settle(backwards)).isSameAs(backwards);
        Rows empty = Rows.builder().build();
        assertThat(DuplicateRows.settle(empty)).isSameAs(empty);
    }

    @Test
    void theLaterRowWinsFieldByFieldWhateverTheType() {
        Rows rows =
                Rows.builder()
                        .add(A, 1, Stamp.NONE, Map.of("v", number(1), "w", text("one")))
                        .add(B, 1, Stamp.NONE, Map.of("v", number(9)))
                        .add(A, 1, Stamp.NONE, Map.of("v", text("two"), "x", number(5)))
                        .add(A, 1, Stamp.NONE, Map.of("x", number(6)))
                        .build();
        Rows expected =
                Rows.builder()
                        .add(
                                A,
                                1,
                                Stamp.NONE,
                                Map.of("v", text("two"), "w", text("one"), "x", number(6)))
                        .add(B, 1, Stamp.NONE, Map.of("v", number(9)))
                        .build();
        assertThat(RowLines.of(DuplicateRows.settle(rows))).isEqualTo(RowLines.of(expected));
    }

    @Test
    void itAgreesWithAMapOfPoints() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Rows.Builder batch = Rows.builder();
            Map<String, Map<String, FieldValue>> points = new LinkedHashMap<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                SeriesKey key = random.nextBoolean() ? A : B;
                long time = random.nextInt(20);
                Map<String, FieldValue> fields = new TreeMap<>();
                for (int field = random.nextInt(1, 4); field > 0; field--) {
                    boolean string = random.nextInt(4) == 0;
                    fields.put(
                            "f" + random.nextInt(4),
                            string ? text("s" + i) : number(random.nextInt(9)));
                }
                batch.add(key, time, Stamp.NONE, fields);
                points.computeIfAbsent(key + " " + time, k -> new TreeMap<>()).putAll(fields);
            }
            Rows settled = DuplicateRows.settle(batch.build());
            Map<String, Map<String, FieldValue>> found = new LinkedHashMap<>();
            for (int row = 0; row < settled.size(); row++) {
                Map<String, FieldValue> fields = new TreeMap<>();
                for (int column = 0; column < settled.shape(row).size(); column++) {
                    fields.put(settled.shape(row).name(column), settled.value(row, column));
                }
                found.put(settled.series(row) + " " + settled.time(row), fields);
            }
            assertThat(found).as("seed %s", seed).isEqualTo(points);
            assertThat(settled.size()).as("seed %s", seed).isEqualTo(points.size());
        }
    }
}

package io.annealdb.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void pickedRowsKeepTheirOrderAndNoTableHoldsMoreThanTheyUse() {
        for (int seed = 0; seed < 100; seed++) {
            Rows rows = new RandomRows(new Random(seed)).next(100);
            int modulus = 1 + seed % 7;
            Rows picked = rows.where(row -> row % modulus == 0);
            List<String> expected = new ArrayList<>();
            Set<SeriesKey> series = new HashSet<>();
            for (int row = 0; row < rows.size(); row += modulus) {
                expected.add(RowLines.of(rows).get(row));
                series.add(rows.series(row));
            }
            assertThat(RowLines.of(picked)).as("seed %s", seed).isEqualTo(expected);
            assertThat(picked.seriesCount()).as("seed %s", seed).isEqualTo(series.size());
        }
    }

    @Test
    void aStampedBatchHasThatStampAlone() {
        Rows rows = new RandomRows(new Random(1)).next(100);
        Rows stamped = rows.stamped(RandomRows.stamp(3));
        assertThat(stamped.stampCount()).isEqualTo(1);
        assertThat(stamped.size()).isEqualTo(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            assertThat(stamped.stamp(row)).isEqualTo(RandomRows.stamp(3));
            assertThat(stamped.time(row)).isEqualTo(rows.time(row));
        }
    }
}

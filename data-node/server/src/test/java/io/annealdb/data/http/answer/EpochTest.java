package io.annealdb.data.http.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochTest {
    @ParameterizedTest
    @CsvSource({
        "0,1970-01-01T00:00:00Z",
        "1500000000000000001,2017-07-14T02:40:00.000000001Z",
        "1500000000100000000,2017-07-14T02:40:00.1Z",
        "1500000000000001000,2017-07-14T02:40:00.000001Z",
        "-1,1969-12-31T23:59:59.999999999Z",
        "951782400000000000,2000-02-29T00:00:00Z",
        "-9223372036854775806,1677-09-21T00:12:43.145224194Z",
        "9223372036854775806,2262-04-11T23:47:16.854775806Z"
    })
    void theFractionOfATimeHasNoTrailingZeros(long ns, String text) {
        assertThat(Epoch.rfc3339(ns)).isEqualTo(text);
    }

    @Test
    void everyTimeReadsBack() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            long ns = random.nextLong();
            Instant read = Instant.parse(Epoch.rfc3339(ns));
            assertThat(
                            Math.addExact(
                                    Math.multiplyExact(
                                            read.getEpochSecond() + (ns < 0 ? 1 : 0),
                                            1_000_000_000L),
                                    read.getNano() - (ns < 0 ? 1_000_000_000L : 0)))
                    .isEqualTo(ns);
        }
    }

    @Test
    void everyDayOfFiveCenturiesHasItsDate() {
        for (long day = -106_751; day <= 106_751; day++) {
            String date =
                    LocalDateTime.ofEpochSecond(day * 86_400, 0, ZoneOffset.UTC)
                            .toLocalDate()
                            .toString();
            assertThat(Epoch.rfc3339(day * 86_400_000_000_000L)).startsWith(date);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "u,1500000000123456",
        "ms,1500000000123",
        "s,1500000000",
        "m,25000000",
        "h,416666",
        "ns,1500000000123456789",
        "zz,1500000000123456789"
    })
    void anUnknownUnitMeansNanoseconds(String unit, long count) {
        assertThat(Epoch.parse(unit).count(1_500_000_000_123_456_789L)).isEqualTo(count);
    }

    @Test
    void countsAreCutTowardsZero() {
        assertThat(Epoch.parse("s").count(-1_500_000_000)).isEqualTo(-1);
    }
}

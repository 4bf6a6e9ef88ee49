package io.annealdb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 KB",
        "1312, 1.3 KB",
        "9994, 10 KB",
        "999499, 999 KB",
        "999500, 1.0 MB",
        "20000000, 20 MB",
        "9223372036854775807, 9223372 TB"
    })
    void sizesHaveTwoDigitsOrThree(long bytes, String words) {
        assertThat(Units.bytes(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "50MB/s, 50000000",
        "50mb/s, 50000000",
        "800KB/s, 800000",
        "1.5M, 1500000",
        "2GB/s, 2000000000",
        "4096, 4096",
        "10 MB/s, 10000000"
    })
    void ratesAreReadByThousands(String text, long bytesPerSecond) {
        assertThat(Units.rate(text)).isEqualTo(bytesPerSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "MB/s", "-5MB/s", "0", "5MB/h", "5 apples"})
    void otherRatesAreRefused(String text) {
        assertThatThrownBy(() -> Units.rate(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void durationsAreSaidBriefly() {
        assertThat(Units.duration(Duration.ofMillis(12))).isEqualTo("12 ms");
        assertThat(Units.duration(Duration.ofMillis(3_450))).isEqualTo("3.5 s");
        assertThat(Units.duration(Duration.ofMinutes(5))).isEqualTo("5 min");
        assertThat(Units.duration(Duration.ofHours(7))).isEqualTo("7 h");
    }

    @Test
    void nounsFollowTheirNumber() {
        assertThat(Units.count(1, "shard")).isEqualTo("1 shard");
        assertThat(Units.count(67_718, "point")).isEqualTo("67,718 points");
    }
}

package io.annealdb.image.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expectations are what influxd 1.6.7 answers to SHOW SHARD GROUPS. */
class GroupBoundariesTest {
    @ParameterizedTest
    @CsvSource({
        "0,                     168, 1969-12-29T00:00:00Z, 1970-01-05T00:00:00Z",
        "-1,                    168, 1969-12-29T00:00:00Z, 1970-01-05T00:00:00Z",
        "604799999999999999,    168, 1989-02-27T00:00:00Z, 1989-03-06T00:00:00Z",
        "-9000000000000000000,  168, 1684-10-16T00:00:00Z, 1684-10-23T00:00:00Z",
        "0,                     13,  1969-12-31T15:00:00Z, 1970-01-01T04:00:00Z",
        "86400000000000,        13,  1970-01-01T17:00:00Z, 1970-01-02T06:00:00Z",
        "-9000000000000000000,  13,  1684-10-19T08:00:00Z, 1684-10-19T21:00:00Z",
    })
    void aGroupBeginsAtAMultipleOfItsDurationSinceTheYearOne(
            long time, long hours, Instant start, Instant end) {
        assertThat(GroupBoundaries.around(time, Duration.ofHours(hours).toNanos()))
                .isEqualTo(new TimeRange(nanos(start), nanos(end)));
    }

    @ParameterizedTest
    @CsvSource({"1", "13", "24", "168"})
    void theFirstAndTheLastGroupAreCutOffWhereTimeEnds(long hours) {
        long duration = Duration.ofHours(hours).toNanos();
        TimeRange first = GroupBoundaries.around(Long.MIN_VALUE, duration);
        TimeRange last = GroupBoundaries.around(Long.MAX_VALUE, duration);
        assertThat(first.start()).isEqualTo(Long.MIN_VALUE);
        assertThat(first.end() - first.start()).isBetween(1L, duration);
        assertThat(last.end()).isEqualTo(Long.MAX_VALUE);
        assertThat(last.end() - last.start()).isBetween(1L, duration);
    }

    @Test
    void neighboursMeet() {
        long duration = Duration.ofHours(13).toNanos();
        long time = -5 * duration;
        for (int i = 0; i < 10; i++) {
            TimeRange range = GroupBoundaries.around(time, duration);
            assertThat(range.contains(time)).isTrue();
            assertThat(GroupBoundaries.around(range.end(), duration).start())
                    .isEqualTo(range.end());
            assertThat(GroupBoundaries.around(range.end() - 1, duration)).isEqualTo(range);
            time = range.end();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 168",
        "1, 1",
        "47, 1",
        "48, 24",
        "4319, 24",
        "4320, 168",
        "4321, 168",
    })
    void theGroupDurationFollowsThePolicys(long policyHours, long groupHours) {
        assertThat(GroupDurations.defaultFor(Duration.ofHours(policyHours).toNanos()))
                .isEqualTo(Duration.ofHours(groupHours).toNanos());
    }

    @Test
    void noGroupIsShorterThanAnHour() {
        long day = Duration.ofDays(1).toNanos();
        assertThat(GroupDurations.of(Duration.ofMinutes(30).toNanos(), day))
                .isEqualTo(Duration.ofHours(1).toNanos());
        assertThat(GroupDurations.of(Duration.ofHours(2).toNanos(), day))
                .isEqualTo(Duration.ofHours(2).toNanos());
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}

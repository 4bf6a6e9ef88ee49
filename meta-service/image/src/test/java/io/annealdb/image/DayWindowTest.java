package io.annealdb.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayWindowTest {
    private static boolean holds(String window, String time) {
        return DayWindow.parse(window).holds(Instant.parse("2026-11-24T" + time + ":00Z"));
    }

    @Test
    void theStartBelongsToAWindowAndTheEndDoesNot() {
        assertThat(holds("01:30-03:00", "01:29")).isFalse();
        assertThat(holds("01:30-03:00", "01:30")).isTrue();
        assertThat(holds("01:30-03:00", "02:59")).isTrue();
        assertThat(holds("01:30-03:00", "03:00")).isFalse();
    }

    @Test
    void aWindowMayGoOverMidnight() {
        assertThat(holds("22:00-06:00", "21:59")).isFalse();
        assertThat(holds("22:00-06:00", "23:59")).isTrue();
        assertThat(holds("22:00-06:00", "00:00")).isTrue();
        assertThat(holds("22:00-06:00", "06:00")).isFalse();
        assertThat(holds("22:00-24:00", "23:59")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22:00-06:00", "00:00-24:00", "09:05-09:06"})
    void aWindowIsWrittenAsItWasRead(String text) {
        assertThat(DayWindow.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "22-06", "22:00", "24:00-01:00", "01:60-02:00", "03:00-03:00"})
    void whatIsNoWindowIsRefusedByItsText(String text) {
        assertThatThrownBy(() -> DayWindow.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining("22:00-06:00");
    }

    @Test
    void jobsRunAtAnyTimeWithoutWindowsElseInOneOfThem() {
        Instant noon = Instant.parse("2026-11-24T12:00:00Z");
        assertThat(RepairConfig.DEFAULT.mayRun(noon)).isTrue();
        assertThat(config(true, "22:00-06:00").mayRun(noon)).isFalse();
        assertThat(config(true, "22:00-06:00", "11:00-13:00").mayRun(noon)).isTrue();
        assertThat(config(false).mayRun(noon)).isFalse();
    }

    private static RepairConfig config(boolean enabled, String... windows) {
        return new RepairConfig(
                enabled, 60_000, 1, 0, List.of(windows).stream().map(DayWindow::parse).toList());
    }
}

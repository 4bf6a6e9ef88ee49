package io.annealdb.image;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of each day, in UTC: {@code 22:00-06:00} goes over midnight.
 *
 * @param startMinute of the day, 0 to 1439; belongs to the window
 * @param endMinute 0 to 1440, another than the start; does not belong to it
 */
public record DayWindow(int startMinute, int endMinute) {
    private static final int DAY_MINUTES = 24 * 60;
    private static final Pattern TEXT = Pattern.compile("(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");

    public DayWindow {
        if (startMinute < 0
                || startMinute >= DAY_MINUTES
                || endMinute < 0
                || endMinute > DAY_MINUTES
                || startMinute == endMinute) {
            throw new IllegalArgumentException(
                    "no window of a day: minutes " + startMinute + " to " + endMinute);
        }
    }

    /**
     * Reads {@code HH:MM-HH:MM}.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static DayWindow parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (parts.matches()) {
            int start = minute(parts.group(1), parts.group(2));
            int end = minute(parts.group(3), parts.group(4));
            if (start >= 0 && start < DAY_MINUTES && end >= 0 && start != end) {
                return new DayWindow(start, end);
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no window of a day: write it as 22:00-06:00, in UTC");
    }

    /** -1 if there is no such minute. */
    private static int minute(String hours, String minutes) {
        int hour = Integer.parseInt(hours);
        int minute = Integer.parseInt(minutes);
        int ofDay = 60 * hour + minute;
        return minute < 60 && ofDay <= DAY_MINUTES ? ofDay : -1;
    }

    public boolean holds(Instant now) {
        LocalTime time = now.atOffset(ZoneOffset.UTC).toLocalTime();
        int minute = 60 * time.getHour() + time.getMinute();
        return startMinute < endMinute
                ? minute >= startMinute && minute < endMinute
                : minute >= startMinute || minute < endMinute;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return String.format(
                "%02d:%02d-%02d:%02d",
                startMinute / 60, startMinute % 60, endMinute / 60, endMinute % 60);
    }
}

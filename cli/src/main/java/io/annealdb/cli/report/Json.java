package io.annealdb.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Reports as JSON: their record components are the field names, unless annotated otherwise. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** One document on one line. */
    public static String text(Object report) {
        try {
            return MAPPER.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that is no JSON: " + report, e);
        }
    }

    /** RFC 3339 in UTC. */
    public static String timeOf(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }

    /** RFC 3339 in UTC; null for 0, which stands for "never" in the messages between nodes. */
    static String timeOfMillis(long millis) {
        return millis == 0 ? null : timeOf(Instant.ofEpochMilli(millis));
    }

    /** RFC 3339 in UTC, to the nanosecond. */
    static String timeOfNanos(long nanos) {
        return timeOf(
                Instant.ofEpochSecond(
                        Math.floorDiv(nanos, 1_000_000_000L),
                        Math.floorMod(nanos, 1_000_000_000L)));
    }
}

package io.annealdb.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.terminal.ProgressLines;
import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Terminal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A series of two columns, time and number, as bars. */
final class Chart {
    private static final int CELLS = 40;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private Chart() {}

    /**
     * The lines.
     *
     * @param series of InfluxDB's JSON, times in seconds
     */
    static List<String> lines(JsonNode series, Terminal terminal) {
        double largest = 0;
        for (JsonNode row : series.path("values")) {
            largest = Math.max(largest, row.path(1).asDouble());
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode row : series.path("values")) {
            if (row.path(1).isNull()) {
                continue;
            }
            double value = row.path(1).asDouble();
            String time =
                    TIME.format(
                            Instant.ofEpochSecond(row.path(0).asLong()).atOffset(ZoneOffset.UTC));
            String bar =
                    ProgressLines.bar(largest == 0 ? 0 : value / largest, CELLS).replace('·', ' ');
            lines.add(
                    time
                            + "  "
                            + terminal.styled(Style.ACCENT, bar)
                            + String.format(Locale.ROOT, "  %,10.0f", value));
        }
        return lines;
    }
}

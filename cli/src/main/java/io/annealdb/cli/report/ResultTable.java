package io.annealdb.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Table;
import io.annealdb.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/** InfluxDB's JSON, for people: a table for each series. */
public final class ResultTable {
    private ResultTable() {}

    /** Prints the results of all statements up to the first that failed. */
    public static void print(JsonNode answer, Terminal terminal) {
        boolean first = true;
        for (JsonNode result : answer.path("results")) {
            for (JsonNode message : result.path("messages")) {
                terminal.note(
                        message.path("level").asText("note")
                                + ": "
                                + message.path("text").asText());
            }
            for (JsonNode series : result.path("series")) {
                if (!first) {
                    terminal.print("");
                }
                first = false;
                printSeries(series, terminal);
            }
        }
    }

    private static void printSeries(JsonNode series, Terminal terminal) {
        String name = series.path("name").asText("");
        List<String> tags = new ArrayList<>();
        series.path("tags")
                .properties()
                .forEach(tag -> tags.add(tag.getKey() + "=" + tag.getValue().asText()));
        if (!name.isEmpty() || !tags.isEmpty()) {
            String title = tags.isEmpty() ? name : name + "  " + String.join(", ", tags);
            terminal.print(terminal.styled(Style.ACCENT, title));
        }
        Table table = new Table();
        for (int column = 0; column < series.path("columns").size(); column++) {
            String heading = series.path("columns").get(column).asText();
            if (isNumeric(series.path("values"), column)) {
                table.numbers(heading);
            } else {
                table.words(heading);
            }
        }
        for (JsonNode row : series.path("values")) {
            List<Object> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.isNull() ? "" : cell.asText()));
            table.row(cells.toArray());
        }
        table.print(terminal);
    }

    private static boolean isNumeric(JsonNode values, int column) {
        boolean any = false;
        for (JsonNode row : values) {
            JsonNode cell = row.path(column);
            if (!cell.isNumber() && !cell.isNull()) {
                return false;
            }
            any |= cell.isNumber();
        }
        return any;
    }
}

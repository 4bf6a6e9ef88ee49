package io.annealdb.points.line;

import io.annealdb.points.Rows;
import java.util.List;

/**
 * What a body of line protocol came to.
 *
 * @param rows the good lines, in order, not stamped yet
 * @param errors InfluxDB's words for each bad line, in order; empty if all were good
 */
public record ParsedLines(Rows rows, List<String> errors) {
    public ParsedLines {
        errors = List.copyOf(errors);
    }
}

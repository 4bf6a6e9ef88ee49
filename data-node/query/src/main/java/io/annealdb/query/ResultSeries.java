package io.annealdb.query;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * One series of an answer. Rows are read once, and before the next series is asked for: they may be
 * computed on the way.
 *
 * <p>A value is a Long, Double, Boolean, String or null. Where the first column is named {@code
 * time}, and {@link #timed} says so, its values are Long, ns since 1970, to be written in the
 * client's precision.
 *
 * @param name null where the series has none
 * @param tags sorted by key; empty without GROUP BY tags
 */
public record ResultSeries(
        String name,
        Map<String, String> tags,
        List<String> columns,
        boolean timed,
        Iterator<Object[]> rows) {
    public ResultSeries {
        columns = List.copyOf(columns);
    }

    /** A table whose rows are known, such as SHOW gives. */
    public static ResultSeries table(String name, List<String> columns, List<Object[]> rows) {
        return new ResultSeries(name, Collections.emptyMap(), columns, false, rows.iterator());
    }
}

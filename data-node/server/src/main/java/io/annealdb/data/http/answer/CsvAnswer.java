package io.annealdb.data.http.answer;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * InfluxDB's CSV: {@code name,tags,…}, times as counts, a blank line before each further statement
 * and wherever the columns change. It has no place for warnings and for "partial".
 */
public final class CsvAnswer implements AnswerFormat {
    private final AnswerBuffer out;
    private final Epoch epoch;
    private int statement = -1;
    private int lastStatement = -1;
    private long beforeStatement;
    private List<String> lastColumns = List.of();
    private String nameAndTags = "";
    private boolean timed;

    public CsvAnswer(AnswerBuffer out, Epoch epoch) {
        this.out = out;
        this.epoch = epoch.isText() ? Epoch.NANOSECONDS : epoch;
    }

    @Override
    public String contentType() {
        return "text/csv";
    }

    @Override
    public void begin() {}

    @Override
    public void beginStatement(int id) {
        statement = id;
        beforeStatement = out.mark();
    }

    @Override
    public void beginSeries(
            String name, Map<String, String> tags, List<String> columns, boolean timed) {
        boolean nextStatement = statement != lastStatement;
        if (nextStatement || !columns.equals(lastColumns)) {
            if (lastStatement >= 0) {
                out.put('\n');
            }
            lastStatement = statement;
            lastColumns = columns;
            out.putAscii("name,tags");
            for (String column : columns) {
                out.put(',');
                out.putUtf8(quoted(column));
            }
            out.put('\n');
        }
        StringJoiner text = new StringJoiner(",");
        tags.forEach((key, value) -> text.add(escaped(key) + '=' + escaped(value)));
        boolean noTag = tags.values().stream().allMatch(String::isEmpty);
        nameAndTags =
                quoted(name == null ? "" : name) + ',' + (noTag ? "" : quoted(text.toString()));
        this.timed = timed;
    }

    /** As in line protocol. */
    private static String escaped(String word) {
        return word.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
    }

    @Override
    public void row(Object[] values) {
        out.putUtf8(nameAndTags);
        for (int i = 0; i < values.length; i++) {
            out.put(',');
            Object value = values[i];
            if (i == 0 && timed && value instanceof Long time) {
                out.putAscii(Long.toString(epoch.count(time)));
            } else if (value instanceof Double number) {
                out.putAscii(number(number));
            } else if (value != null) {
                out.putUtf8(quoted(value.toString()));
            }
        }
        out.put('\n');
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.isNaN(value) ? "" : GoNumbers.plain(value);
    }

    /** Quotes a field as Go's {@code encoding/csv} does, only where it must be. */
    private static String quoted(String field) {
        if (field.isEmpty()) {
            return field;
        }
        boolean must = field.equals("\\.") || field.charAt(0) == ' ' || field.charAt(0) == '\t';
        for (int i = 0; i < field.length() && !must; i++) {
            char c = field.charAt(i);
            must = c == ',' || c == '"' || c == '\n' || c == '\r';
        }
        return must ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    @Override
    public void endSeries(boolean partial) {}

    @Override
    public void endStatement(List<String> warnings, boolean partial) {}

    @Override
    public void failStatement(String error) {
        out.rollBack(beforeStatement);
        error(error);
    }

    private void error(String error) {
        out.putAscii("error\n");
        out.putUtf8(quoted(error));
        out.put('\n');
    }

    @Override
    public void end() {}

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void finish() {
        out.finish();
    }

    @Override
    public void refusal(String error) {
        error(error);
        finish();
    }
}

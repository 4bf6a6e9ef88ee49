package io.annealdb.data.http.answer;

import java.util.List;
import java.util.Map;

/**
 * InfluxDB's JSON, letter by letter: the order of names, the forms of numbers, what is left out.
 */
public final class JsonAnswer implements AnswerFormat {
    private final AnswerBuffer out;
    private final JsonText json;
    private final Epoch epoch;
    private boolean anyStatement;
    private boolean anySeries;
    private boolean anyRow;
    private boolean timed;
    private int statement;
    private JsonText.Place beforeStatement;
    private JsonText.Place inStatement;

    public JsonAnswer(AnswerBuffer out, Epoch epoch, boolean pretty) {
        this.out = out;
        this.json = new JsonText(out, pretty);
        this.epoch = epoch;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public void begin() {
        json.begin('{');
        anyStatement = false;
    }

    @Override
    public void beginStatement(int id) {
        if (!anyStatement) {
            json.name("results");
            json.begin('[');
            anyStatement = true;
        }
        statement = id;
        beforeStatement = json.place();
        openStatement();
    }

    private void openStatement() {
        json.begin('{');
        json.name("statement_id");
        json.literal(Integer.toString(statement));
        inStatement = json.place();
        anySeries = false;
    }

    @Override
    public void beginSeries(
            String name, Map<String, String> tags, List<String> columns, boolean timed) {
        if (!anySeries) {
            json.name("series");
            json.begin('[');
            anySeries = true;
        }
        json.begin('{');
        if (name != null && !name.isEmpty()) {
            json.name("name");
            json.string(name);
        }
        if (!tags.isEmpty()) {
            json.name("tags");
            json.begin('{');
            tags.forEach(
                    (key, value) -> {
                        json.name(key);
                        json.string(value);
                    });
            json.end();
        }
        json.name("columns");
        json.begin('[');
        columns.forEach(json::string);
        json.end();
        this.timed = timed;
        anyRow = false;
    }

    @Override
    public void row(Object[] values) {
        if (!anyRow) {
            json.name("values");
            json.begin('[');
            anyRow = true;
        }
        json.begin('[');
        for (int i = 0; i < values.length; i++) {
            if (i == 0 && timed && epoch.isText() && values[0] instanceof Long time) {
                json.string(Epoch.rfc3339(time));
            } else if (i == 0 && timed && values[0] instanceof Long time) {
                json.literal(Long.toString(epoch.count(time)));
            } else {
                value(values[i]);
            }
        }
        json.end();
    }

    private void value(Object value) {
        if (value instanceof Double number) {
            if (number.isNaN()) {
                json.literal("null");
            } else if (number.isInfinite()) {
                throw new UnwritableValueException(
                        "json: unsupported value: " + (number > 0 ? "+Inf" : "-Inf"));
            } else {
                json.literal(GoNumbers.json(number));
            }
        } else if (value instanceof String text) {
            json.string(text);
        } else {
            json.literal(String.valueOf(value));
        }
    }

    @Override
    public void endSeries(boolean partial) {
        if (anyRow) {
            json.end();
        }
        if (partial) {
            json.name("partial");
            json.literal("true");
        }
        json.end();
    }

    @Override
    public void endStatement(List<String> warnings, boolean partial) {
        json.endTo(inStatement);
        if (!warnings.isEmpty()) {
            json.name("messages");
            json.begin('[');
            for (String warning : warnings) {
                json.begin('{');
                json.name("level");
                json.string("warning");
                json.name("text");
                json.string(warning);
                json.end();
            }
            json.end();
        }
        if (partial) {
            json.name("partial");
            json.literal("true");
        }
        json.end();
    }

    @Override
    public void failStatement(String error) {
        if (json.returnTo(beforeStatement)) {
            openStatement();
        }
        json.endTo(inStatement);
        json.name("error");
        json.string(error);
        json.end();
    }

    @Override
    public void end() {
        if (anyStatement) {
            json.end();
        }
        json.end();
        json.endLine();
    }

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
        json.begin('{');
        json.name("error");
        json.string(error);
        end();
        finish();
    }
}

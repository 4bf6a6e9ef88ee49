package io.annealdb.data.http.answer;

import java.util.List;
import java.util.Map;

/**
 * InfluxDB's answer as MessagePack. A document, which is the whole answer or one chunk, is made in
 * memory: see {@link MsgpackBytes}.
 */
public final class MsgpackAnswer implements AnswerFormat {
    private final AnswerBuffer out;
    private final MsgpackBytes pack;
    private final Epoch epoch;
    private int results;
    private int resultCount;
    private int beforeStatement;
    private int statementMap;
    private int seriesList;
    private int seriesCount;
    private int seriesMap;
    private int rows;
    private int rowCount;
    private boolean timed;

    /**
     * @param bytesMax what one document may come to
     */
    public MsgpackAnswer(AnswerBuffer out, Epoch epoch, int bytesMax) {
        this.out = out;
        this.pack = new MsgpackBytes(bytesMax);
        this.epoch = epoch;
    }

    @Override
    public String contentType() {
        return "application/x-msgpack";
    }

    @Override
    public void begin() {
        pack.map(1);
        pack.string("results");
        results = pack.longArray();
        resultCount = 0;
    }

    @Override
    public void beginStatement(int id) {
        beforeStatement = pack.size();
        resultCount++;
        statementMap = pack.smallMap();
        pack.addEntry(statementMap);
        pack.string("statement_id");
        pack.integer(id);
        pack.addEntry(statementMap);
        pack.string("series");
        seriesList = pack.longArray();
        seriesCount = 0;
    }

    @Override
    public void beginSeries(
            String name, Map<String, String> tags, List<String> columns, boolean timed) {
        seriesCount++;
        seriesMap = pack.smallMap();
        if (name != null && !name.isEmpty()) {
            pack.addEntry(seriesMap);
            pack.string("name");
            pack.string(name);
        }
        if (!tags.isEmpty()) {
            pack.addEntry(seriesMap);
            pack.string("tags");
            pack.map(tags.size());
            tags.forEach(
                    (key, value) -> {
                        pack.string(key);
                        pack.string(value);
                    });
        }
        pack.addEntry(seriesMap);
        pack.string("columns");
        pack.array(columns.size());
        columns.forEach(pack::string);
        pack.addEntry(seriesMap);
        pack.string("values");
        rows = pack.longArray();
        rowCount = 0;
        this.timed = timed;
    }

    @Override
    public void row(Object[] values) {
        rowCount++;
        pack.array(values.length);
        for (int i = 0; i < values.length; i++) {
            if (i == 0 && timed && values[0] instanceof Long time) {
                if (epoch.isText()) {
                    pack.time(time);
                } else {
                    pack.integer(epoch.count(time));
                }
            } else {
                pack.value(values[i]);
            }
        }
    }

    @Override
    public void endSeries(boolean partial) {
        pack.fillLength(rows, rowCount);
        if (partial) {
            pack.addEntry(seriesMap);
            pack.string("partial");
            pack.value(true);
        }
    }

    @Override
    public void endStatement(List<String> warnings, boolean partial) {
        pack.fillLength(seriesList, seriesCount);
        if (!warnings.isEmpty()) {
            pack.addEntry(statementMap);
            pack.string("messages");
            pack.array(warnings.size());
            for (String warning : warnings) {
                pack.map(2);
                pack.string("level");
                pack.string("warning");
                pack.string("text");
                pack.string(warning);
            }
        }
        if (partial) {
            pack.addEntry(statementMap);
            pack.string("partial");
            pack.value(true);
        }
    }

    @Override
    public void failStatement(String error) {
        pack.cut(beforeStatement);
        pack.map(1);
        pack.string("error");
        pack.string(error);
    }

    @Override
    public void end() {
        pack.fillLength(results, resultCount);
        pack.moveTo(out);
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
        pack.map(1);
        pack.string("error");
        pack.string(error);
        pack.moveTo(out);
        finish();
    }
}

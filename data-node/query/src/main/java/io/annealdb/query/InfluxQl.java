package io.annealdb.query;

import io.annealdb.query.ast.Statement;
import io.annealdb.query.grammar.StatementParser;
import java.util.List;
import java.util.Map;

/** The door to the language: text to statements. */
public final class InfluxQl {
    private InfluxQl() {}

    /**
     * The statements of a text, in order; separated by semicolons, the last one optional. What is
     * grammatical but not executed yet is parsed as well: its executor refuses it.
     *
     * @param bindParameters values of {@code $name}: String, Boolean, Number, or a one-entry Map
     *     such as {@code {"regex": "a.*"}, {"duration": "10s"}, {"identifier": "v"}}
     * @throws ParseException with InfluxDB's text
     */
    public static List<Statement> parse(String text, Map<String, Object> bindParameters) {
        return StatementParser.parse(text, bindParameters);
    }
}

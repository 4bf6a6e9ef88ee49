package io.annealdb.query.grammar;

import io.annealdb.query.ParseException;
import io.annealdb.query.ast.Statement;
import java.util.List;
import java.util.Map;

/** Text to statements. */
public final class StatementParser {
    private StatementParser() {}

    public static List<Statement> parse(String text, Map<String, Object> bindParameters) {
        throw new ParseException("error parsing query: nothing is parsed yet");
    }
}

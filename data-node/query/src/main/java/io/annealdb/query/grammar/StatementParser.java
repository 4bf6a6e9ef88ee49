package io.annealdb.query.grammar;

import io.annealdb.query.ParseException;
import io.annealdb.query.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;

/** Text to statements: lexer, bound values, parser, tree. */
public final class StatementParser {
    private StatementParser() {}

    /**
     * @throws ParseException with InfluxDB's text
     */
    public static List<Statement> parse(String text, Map<String, Object> bindParameters) {
        try {
            return statements(text.strip(), bindParameters);
        } catch (StackOverflowError e) {
            throw new ParseException("error parsing query: brackets are nested too deeply");
        }
    }

    private static List<Statement> statements(String text, Map<String, Object> bindParameters) {
        InfluxQlLexer lexer = new InfluxQlLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        CommonTokenStream tokens = new CommonTokenStream(new BoundTokens(lexer, bindParameters));
        InfluxQlParser parser = new InfluxQlParser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new FirstErrorStrategy(text));
        StatementBuilder builder = new StatementBuilder();
        List<Statement> statements = new ArrayList<>();
        for (InfluxQlParser.StatementContext statement : parser.query().statement()) {
            statements.add(builder.statement(statement));
        }
        return List.copyOf(statements);
    }
}

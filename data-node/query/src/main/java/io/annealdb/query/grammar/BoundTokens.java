package io.annealdb.query.grammar;

import io.annealdb.query.ast.Expr;
import java.util.Map;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;

/**
 * The lexer's tokens, with a value in the place of each {@code $name}: a value is one token
 * whatever it holds, so it cannot change the shape of the statement.
 */
final class BoundTokens implements TokenSource {
    private final TokenSource lexer;
    private final Map<String, Object> values;

    BoundTokens(TokenSource lexer, Map<String, Object> values) {
        this.lexer = lexer;
        this.values = values;
    }

    @Override
    public Token nextToken() {
        Token token = lexer.nextToken();
        if (token.getType() != InfluxQlLexer.BOUND) {
            return token;
        }
        String name = Literals.unquoted(token.getText().substring(1));
        if (name.isEmpty()) {
            throw SyntaxErrors.bare("empty bound parameter");
        }
        if (!values.containsKey(name)) {
            throw SyntaxErrors.bare("missing parameter: " + name);
        }
        CommonToken bound = new CommonToken(token);
        bind(bound, values.get(name));
        return bound;
    }

    private static void bind(CommonToken token, Object value) {
        if (value instanceof String text) {
            become(token, InfluxQlLexer.STRING, new Expr.StringLiteral(text).toString());
        } else if (value instanceof Boolean truth) {
            become(token, truth ? InfluxQlLexer.TRUE : InfluxQlLexer.FALSE, truth.toString());
        } else if (value instanceof Double || value instanceof Float) {
            become(token, InfluxQlLexer.NUMBER, value.toString());
        } else if (value instanceof Number number) {
            become(token, InfluxQlLexer.INTEGER, Long.toString(number.longValue()));
        } else if (value instanceof Map<?, ?> object) {
            if (object.size() != 1) {
                throw SyntaxErrors.bare("bound object parameter value must have exactly one entry");
            }
            Map.Entry<?, ?> entry = object.entrySet().iterator().next();
            bindTyped(token, String.valueOf(entry.getKey()), entry.getValue());
        } else {
            throw SyntaxErrors.bare("unable to bind parameter with type " + goType(value));
        }
    }

    private static void bindTyped(CommonToken token, String type, Object value) {
        switch (type) {
            case "ident", "identifier" ->
                    become(
                            token,
                            InfluxQlLexer.IDENT,
                            Literals.quotedIdentifier(text(value, "identifier")));
            case "regex" ->
                    become(
                            token,
                            InfluxQlLexer.REGEX,
                            new Expr.Regex(text(value, "regex")).toString());
            case "string" ->
                    become(
                            token,
                            InfluxQlLexer.STRING,
                            new Expr.StringLiteral(text(value, "string")).toString());
            case "float", "number" -> {
                if (!(value instanceof Number number)) {
                    throw SyntaxErrors.bare("invalid number: " + value);
                }
                become(token, InfluxQlLexer.NUMBER, Double.toString(number.doubleValue()));
            }
            case "int", "integer" -> {
                if (!(value instanceof Number number) || value instanceof Double) {
                    throw SyntaxErrors.bare("invalid integer: " + value);
                }
                become(token, InfluxQlLexer.INTEGER, Long.toString(number.longValue()));
            }
            case "duration" ->
                    become(
                            token,
                            InfluxQlLexer.DURATION_VALUE,
                            value instanceof Number number
                                    ? number.longValue() + "ns"
                                    : text(value, "duration"));
            default -> throw SyntaxErrors.bare("unknown bind object type: " + type);
        }
    }

    private static String text(Object value, String kind) {
        if (value instanceof String text) {
            return text;
        }
        throw SyntaxErrors.bare("invalid " + kind + ": " + value);
    }

    private static void become(CommonToken token, int type, String text) {
        token.setType(type);
        token.setText(text);
    }

    private static String goType(Object value) {
        return value == null ? "<nil>" : "[]interface {}";
    }

    @Override
    public int getLine() {
        return lexer.getLine();
    }

    @Override
    public int getCharPositionInLine() {
        return lexer.getCharPositionInLine();
    }

    @Override
    public CharStream getInputStream() {
        return lexer.getInputStream();
    }

    @Override
    public String getSourceName() {
        return lexer.getSourceName();
    }

    @Override
    public void setTokenFactory(TokenFactory<?> factory) {
        lexer.setTokenFactory(factory);
    }

    @Override
    public TokenFactory<?> getTokenFactory() {
        return lexer.getTokenFactory();
    }
}

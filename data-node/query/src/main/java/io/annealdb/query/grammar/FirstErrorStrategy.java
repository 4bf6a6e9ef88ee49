package io.annealdb.query.grammar;

import io.annealdb.query.ParseException;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Ends at the first error, and tells it as InfluxDB does. */
final class FirstErrorStrategy extends DefaultErrorStrategy {
    private final String text;

    FirstErrorStrategy(String text) {
        this.text = text;
    }

    @Override
    public void recover(Parser parser, RecognitionException e) {
        throw error(parser, e.getOffendingToken(), e.getExpectedTokens());
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw error(parser, parser.getCurrentToken(), parser.getExpectedTokens());
    }

    @Override
    public void reportError(Parser parser, RecognitionException e) {
        // recover() throws right after this.
    }

    @Override
    public void sync(Parser parser) {
        // Optional parts are passed over: the error is about what must stand here.
    }

    private ParseException error(Parser parser, Token found, IntervalSet expected) {
        if (found.getType() == InfluxQlLexer.DIV && expected.contains(InfluxQlLexer.REGEX)
                || found.getType() == InfluxQlLexer.ILLEGAL && found.getText().equals("/")) {
            return SyntaxErrors.before("bad regex: ", found);
        }
        Token previous = previous(parser);
        if (previous != null
                && previous.getType() == InfluxQlLexer.FILL
                && expected.contains(InfluxQlLexer.LPAREN)) {
            return SyntaxErrors.bare("fill must be a function call");
        }
        boolean touching = previous != null && previous.getStopIndex() + 1 == found.getStartIndex();
        String words =
                ExpectedWords.of(expected, previous == null ? 0 : previous.getType(), touching);
        if (found.getType() == Token.EOF) {
            int[] position = endOfText();
            return SyntaxErrors.bare(
                    "found EOF, expected "
                            + words
                            + " at line "
                            + position[0]
                            + ", char "
                            + position[1]);
        }
        if (found.getType() == InfluxQlLexer.ILLEGAL) {
            return unclosed(found, words);
        }
        String message = "found " + name(found) + ", expected " + words;
        return found.getType() == InfluxQlLexer.STRING
                ? SyntaxErrors.before(message, found)
                : SyntaxErrors.at(message, found);
    }

    private static Token previous(Parser parser) {
        return parser.getInputStream().index() == 0 ? null : parser.getInputStream().LT(-1);
    }

    /** A quote that no quote closes, or an unknown escape behind it; else an unknown letter. */
    private ParseException unclosed(Token found, String words) {
        char quote = found.getText().charAt(0);
        if (quote != '\'' && quote != '"') {
            return SyntaxErrors.at("found " + found.getText() + ", expected " + words, found);
        }
        StringBuilder inside = new StringBuilder();
        int start = found.getStartIndex() + 1;
        int at = start;
        for (; at < text.length() && text.charAt(at) != '\n'; at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                char escaped = text.charAt(at + 1);
                if ("n\\'\"".indexOf(escaped) < 0) {
                    int column = found.getCharPositionInLine() + at + 1 - found.getStartIndex();
                    return SyntaxErrors.bare(
                            "found \\"
                                    + escaped
                                    + ", expected "
                                    + words
                                    + " at line "
                                    + found.getLine()
                                    + ", char "
                                    + (column + 1));
                }
                inside.append(escaped == 'n' ? '\n' : escaped);
                at++;
            } else {
                inside.append(c);
            }
        }
        return SyntaxErrors.before("found " + inside + ", expected " + words, found);
    }

    private static String name(Token found) {
        String text = found.getText();
        return switch (found.getType()) {
            case InfluxQlLexer.STRING, InfluxQlLexer.IDENT -> Literals.unquoted(text);
            case InfluxQlLexer.FILL,
                    InfluxQlLexer.TZ,
                    InfluxQlLexer.INTEGER,
                    InfluxQlLexer.NUMBER,
                    InfluxQlLexer.DURATION_VALUE ->
                    text;
            default -> text.equals("<>") ? "!=" : text.toUpperCase(java.util.Locale.ROOT);
        };
    }

    /**
     * Where InfluxDB sees the end: its reader has gone one further where the last token could have
     * gone on, or an expression between slashes could have begun.
     */
    private int[] endOfText() {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        int column = text.length() - (text.lastIndexOf('\n') + 1);
        char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        boolean afterWord = endsWithWord(text);
        boolean afterCall = last == '(' && endsWithWord(text.substring(0, text.length() - 1));
        boolean further = afterWord || afterCall || last == ',' || last == '.';
        return new int[] {line, column + (further ? 2 : 1)};
    }

    private static boolean endsWithWord(String text) {
        int at = text.length();
        while (at > 0 && isWord(text.charAt(at - 1))) {
            at--;
        }
        return at < text.length() && !Character.isDigit(text.charAt(at));
    }

    private static boolean isWord(char c) {
        return c == '_' || c < 128 && Character.isLetterOrDigit(c);
    }
}

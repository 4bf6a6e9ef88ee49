package io.annealdb.query.grammar;

import io.annealdb.query.ParseException;
import org.antlr.v4.runtime.Token;

/** Errors in InfluxDB's words. */
final class SyntaxErrors {
    private SyntaxErrors() {}

    static ParseException bare(String message) {
        return new ParseException("error parsing query: " + message);
    }

    static ParseException at(String message, Token token) {
        return bare(
                message
                        + " at line "
                        + token.getLine()
                        + ", char "
                        + (token.getCharPositionInLine() + 1));
    }

    /** One column to the left of the token: where InfluxDB sees strings and expressions begin. */
    static ParseException before(String message, Token token) {
        return bare(
                message
                        + " at line "
                        + token.getLine()
                        + ", char "
                        + Math.max(1, token.getCharPositionInLine()));
    }

    /** InfluxDB's text where it has lost the position. */
    static ParseException atStart(String message) {
        return bare(message + " at line 1, char 1");
    }
}

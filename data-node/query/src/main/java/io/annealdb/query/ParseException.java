package io.annealdb.query;

/**
 * A text that is not InfluxQL. The message is InfluxDB's, beginning with {@code error parsing
 * query:}; the HTTP answer is a 400.
 */
public final class ParseException extends RuntimeException {
    public ParseException(String message) {
        super(message);
    }
}

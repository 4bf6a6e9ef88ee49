package io.annealdb.data.http.answer;

import java.util.List;
import java.util.Map;

/**
 * One way to write an answer down. Calls come in this order:
 *
 * <pre>
 *   ( begin ( beginStatement ( beginSeries row* endSeries )* endStatement )* end )*  finish
 * </pre>
 *
 * once through for a plain answer, once for each chunk of a chunked one; or {@link #refusal} alone.
 */
public interface AnswerFormat {
    String contentType();

    void begin();

    void beginStatement(int id);

    void beginSeries(String name, Map<String, String> tags, List<String> columns, boolean timed);

    /**
     * A row of the series begun: a value for each column, a Long, Double, Boolean, String or null.
     *
     * @throws UnwritableValueException if the format has no way to write a value
     */
    void row(Object[] values);

    /**
     * @param partial whether the series goes on in the next chunk
     */
    void endSeries(boolean partial);

    /**
     * @param warnings texts of messages, may be empty
     * @param partial whether another chunk of the statement follows
     */
    void endStatement(List<String> warnings, boolean partial);

    /**
     * Ends the statement begun with an error. What was written of it is taken back if it has not
     * left yet, as InfluxDB replaces a result by its error.
     */
    void failStatement(String error);

    void end();

    /** Sends what there is of a chunked answer, now. */
    void flush();

    /** Ends the reply. */
    void finish();

    /** The whole reply is an error. */
    void refusal(String error);
}

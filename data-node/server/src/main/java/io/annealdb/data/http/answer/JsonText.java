package io.annealdb.data.http.answer;

import java.util.Arrays;

/**
 * Writes JSON as Go's {@code encoding/json} does: {@code <}, {@code >} and {@code &} escaped, and
 * four spaces of indentation if it is to be pretty.
 */
final class JsonText {
    private static final String INDENT = "    ";
    private static final String HEX = "0123456789abcdef";

    private final AnswerBuffer out;
    private final boolean pretty;
    private char[] open = new char[8]; // the brackets to close, innermost last
    private int depth;
    private boolean first = true;
    private boolean named;

    JsonText(AnswerBuffer out, boolean pretty) {
        this.out = out;
        this.pretty = pretty;
    }

    /** Where the writer stands, to come back to. */
    record Place(long mark, int depth, boolean first) {}

    Place place() {
        return new Place(out.mark(), depth, first);
    }

    /**
     * Goes back to a place.
     *
     * @return false if some of what came after has left; then nothing happens
     */
    boolean returnTo(Place place) {
        if (!out.rollBack(place.mark)) {
            return false;
        }
        depth = place.depth;
        first = place.first;
        named = false;
        return true;
    }

    void begin(char bracket) {
        separate();
        out.put(bracket);
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        open[depth++] = bracket;
        first = true;
    }

    /** Closes the bracket opened last. */
    void end() {
        depth--;
        if (!first) {
            newLine();
        }
        out.put(open[depth] == '{' ? '}' : ']');
        first = false;
    }

    /** Closes all brackets that were opened since a place. */
    void endTo(Place place) {
        while (depth > place.depth) {
            end();
        }
    }

    void name(String name) {
        separate();
        quoted(name);
        out.putAscii(pretty ? ": " : ":");
        named = true;
    }

    /** A value whose text is known: a number, true, false, null. */
    void literal(String text) {
        separate();
        out.putAscii(text);
    }

    void string(String text) {
        separate();
        quoted(text);
    }

    /** After a document: the next one begins afresh. */
    void endLine() {
        out.put('\n');
        first = true;
    }

    private void separate() {
        if (named) {
            named = false;
            return;
        }
        if (!first) {
            out.put(',');
        }
        first = false;
        if (depth > 0) {
            newLine();
        }
    }

    private void newLine() {
        if (pretty) {
            out.put('\n');
            for (int i = 0; i < depth; i++) {
                out.putAscii(INDENT);
            }
        }
    }

    private void quoted(String text) {
        out.put('"');
        int plainFrom = 0;
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (plain(c)) {
                ascii &= c < 0x80;
                continue;
            }
            copy(text, plainFrom, i, ascii);
            escape(c);
            plainFrom = i + 1;
            ascii = true;
        }
        copy(text, plainFrom, text.length(), ascii);
        out.put('"');
    }

    private static boolean plain(char c) {
        return c >= ' '
                && c != '"'
                && c != '\\'
                && c != '<'
                && c != '>'
                && c != '&'
                && c != '\u2028'
                && c != '\u2029';
    }

    private void copy(String text, int from, int to, boolean ascii) {
        if (!ascii) {
            out.putUtf8(text.substring(from, to));
            return;
        }
        for (int i = from; i < to; i++) {
            out.put(text.charAt(i));
        }
    }

    private void escape(char c) {
        out.put('\\');
        switch (c) {
            case '"', '\\' -> out.put(c);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            default -> {
                out.put('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.put(HEX.charAt(c >> shift & 0xF));
                }
            }
        }
    }
}

package io.annealdb.points.line;

import java.util.Arrays;

/**
 * Where the string of a field stands in the body, as 64 bits until the line is known to be good.
 */
final class Spans {
    private Spans() {}

    static long of(int from, int to) {
        return (long) from << 32 | to;
    }

    static int from(long span) {
        return (int) (span >>> 32);
    }

    static int to(long span) {
        return (int) span;
    }

    /** The string's bytes; in it only quotes and backslashes can be escaped. */
    static byte[] unescaped(byte[] body, int from, int to) {
        byte[] out = Arrays.copyOfRange(body, from, to);
        int size = 0;
        for (int i = 0; i < out.length; i++) {
            if (out[i] == '\\' && i + 1 < out.length && (out[i + 1] == '"' || out[i + 1] == '\\')) {
                i++;
            }
            out[size++] = out[i];
        }
        return size == out.length ? out : Arrays.copyOf(out, size);
    }
}

package io.annealdb.points.line;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.nio.charset.StandardCharsets;

/** Whole numbers and floats from bytes, with the errors of Go's strconv where there is no value. */
final class Numbers {
    private Numbers() {}

    /** Reads an optional minus and digits. */
    static long parseInteger(byte[] body, int from, int to) throws BadLineException {
        boolean negative = from < to && body[from] == '-';
        int at = negative ? from + 1 : from;
        if (at == to) {
            throw failed(body, from, to, "invalid syntax");
        }
        long value = 0; // negative all the way: the least long has no positive twin
        boolean overflow = false;
        for (; at < to; at++) {
            int digit = body[at] - '0';
            if (digit < 0 || digit > 9) {
                throw failed(body, from, to, "invalid syntax");
            }
            overflow |= value < (Long.MIN_VALUE + digit) / 10;
            value = value * 10 - digit;
        }
        if (overflow || !negative && value == Long.MIN_VALUE) {
            throw failed(body, from, to, "value out of range");
        }
        return negative ? value : -value;
    }

    /** Reads a number of digits, dot, signs and exponent. */
    static double parseFloat(byte[] body, int from, int to) throws BadLineException {
        double value;
        try {
            value = JavaDoubleParser.parseDouble(body, from, to - from);
        } catch (NumberFormatException e) {
            throw new BadLineException("invalid float");
        }
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            throw new BadLineException("invalid float");
        }
        return value;
    }

    static String text(byte[] body, int from, int to) {
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }

    private static BadLineException failed(byte[] body, int from, int to, String why) {
        return new BadLineException(
                "strconv.ParseInt: parsing \"" + text(body, from, to) + "\": " + why);
    }
}

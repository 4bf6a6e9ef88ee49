package io.annealdb.points.line;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import io.annealdb.points.FieldType;
import java.util.Arrays;

/**
 * The fast way through a common line: no escapes, single spaces, a newline at its end. It guesses
 * the series and the fields from lines before and lets the bytes confirm it. Whatever is unusual,
 * wrong or near the end of the body it leaves to {@link LineScanner}, which alone says what is an
 * error: the fast way accepts only what that one would take, with the same meaning.
 */
final class FastLine {
    private static final int SLOW = -1;

    /** So many bytes must follow a field's beginning, that words can be loaded unchecked. */
    private static final int MARGIN = 64;

    /** Keys and names longer than that go the slow way, where lengths are checked. */
    private static final int KEY_BYTES_MAX = 32 << 10;

    private static final int NAME_BYTES_MAX = 1 << 10;

    /** More digits than that do not make an exact mantissa. */
    private static final int EXACT_DIGITS = 15;

    private static final int TIME_DIGITS_MAX = 18;

    private static final double[] POWERS = new double[EXACT_DIGITS + 1];
    private static final long[] WHOLE_POWERS = new long[EXACT_DIGITS + 1];

    static {
        long power = 1;
        for (int i = 0; i <= EXACT_DIGITS; i++) {
            POWERS[i] = power;
            WHOLE_POWERS[i] = power;
            power *= 10;
        }
    }

    private final LineParser lines;
    private final SeriesTable series;
    private final byte[] body;
    private final int length;
    private final int limit;
    private final Precision precision;

    // the value read last
    private FieldType type;
    private long bits;

    // the timestamp read last
    private int timeFrom;
    private int timeTo;
    private long time;

    FastLine(LineParser lines, byte[] body, int length, Precision precision) {
        this.lines = lines;
        this.series = lines.series();
        this.body = body;
        this.length = length;
        this.limit = length - MARGIN;
        this.precision = precision;
    }

    /** Adds the row of the line there and returns where the next begins, or SLOW with no effect. */
    int parse(int at) {
        int entry = series.follower(lines.lastEntry());
        int keyEnd = entry < 0 ? -1 : series.end(entry, at, length);
        if (keyEnd < 0) {
            keyEnd = findKeyEnd(at);
            if (keyEnd < 0) {
                return SLOW;
            }
            entry = series.find(at, keyEnd);
            if (entry < 0 && !lines.scanKey(at, keyEnd)) {
                return SLOW;
            }
        }
        FieldSet set = series.fieldSet(entry < 0 ? lines.lastEntry() : entry);
        int p = set == null ? SLOW : guessedFields(set, keyEnd + 1);
        if (p < 0) {
            set = null;
            p = anyFields(keyEnd + 1);
            if (p < 0) {
                return SLOW;
            }
        }
        long rowTime = lines.defaultTime();
        if (body[p] == ' ') {
            p = time(p + 1);
            if (p < 0) {
                return SLOW;
            }
            rowTime = time;
        }
        if (p >= length || body[p] != '\n') {
            return SLOW;
        }
        lines.add(entry, at, keyEnd, rowTime, set == null ? lines.findFieldSet() : set);
        return p + 1;
    }

    /** Reads fields if they are exactly those of the set, and returns where they end. */
    private int guessedFields(FieldSet set, int from) {
        long[] values = lines.values(set.size());
        int p = from;
        for (int field = 0; field < set.size(); field++) {
            if (p > limit || !set.nameStands(field, body, p)) {
                return SLOW;
            }
            p += set.nameLength(field);
            if (p > limit) {
                return SLOW;
            }
            FieldType expected = set.type(field);
            long word = Words.load(body, p);
            int digits = Words.digits(word);
            boolean few = digits > 0 && digits < Words.BYTES;
            if (few && expected == FieldType.INTEGER && body[p + digits] == 'i') {
                values[field] = Words.number(word, digits);
                p += digits + 1;
            } else if (few && expected == FieldType.FLOAT && body[p + digits] == '.') {
                long fraction = Words.load(body, p + digits + 1);
                int decimals = Words.digits(fraction);
                if (decimals == 0 || decimals == Words.BYTES) {
                    return SLOW;
                }
                long mantissa =
                        Words.number(word, digits) * WHOLE_POWERS[decimals]
                                + Words.number(fraction, decimals);
                values[field] = Double.doubleToRawLongBits(mantissa / POWERS[decimals]);
                p += digits + 1 + decimals;
            } else {
                p = value(p);
                if (p < 0 || type != expected) {
                    return SLOW;
                }
                values[field] = bits;
            }
            if (body[p] == ',') {
                p++;
            } else {
                return field == set.size() - 1 && ends(body[p]) ? p : SLOW;
            }
        }
        return SLOW; // more follow
    }

    /** Reads fields, notes where their names stand, and returns where they end. */
    private int anyFields(int from) {
        lines.noFields();
        int p = from;
        while (p <= limit) {
            int nameTo = nameEnd(p);
            int end = nameTo < 0 ? SLOW : value(nameTo + 1);
            if (end < 0) {
                return SLOW;
            }
            lines.field(p, nameTo, type, bits);
            if (body[end] != ',') {
                return end;
            }
            p = end + 1;
        }
        return SLOW;
    }

    /** The first space, if no newline or backslash stands before. */
    private int findKeyEnd(int at) {
        byte first = body[at];
        if (first == ' ' || first == '\t' || first == 0 || first == '#') {
            return SLOW;
        }
        int last = Math.min(limit, at + KEY_BYTES_MAX);
        for (int p = at; p < last; p += Words.BYTES) {
            long stops = Words.stops(Words.load(body, p));
            if (stops != 0) {
                p += Long.numberOfTrailingZeros(stops) >>> 3;
                return p < last && body[p] == ' ' ? p : SLOW;
            }
        }
        return SLOW;
    }

    private int nameEnd(int from) {
        for (int p = from; p < limit && p < from + NAME_BYTES_MAX; p++) {
            switch (body[p]) {
                case '=' -> {
                    return p > from ? p : SLOW;
                }
                case ' ', ',', '\\', '\n', '"', '\t', 0 -> {
                    return SLOW;
                }
                default -> {}
            }
        }
        return SLOW;
    }

    /** Reads a value and returns where it ends: at a comma, a space or a newline. */
    private int value(int from) {
        if (from > limit) {
            return SLOW;
        }
        byte first = body[from];
        if (first <= '9' && first >= '-' && first != '/') {
            return number(from);
        }
        if (first == '"') {
            return string(from + 1);
        }
        int p = from;
        while (p < from + 6 && !ends(body[p])) {
            p++;
        }
        int truth = Booleans.parse(body, from, p);
        type = FieldType.BOOLEAN;
        bits = truth;
        return truth < 0 ? SLOW : p;
    }

    private static boolean ends(byte c) {
        return c == ',' || c == ' ' || c == '\n';
    }

    private int string(int from) {
        for (int p = from; p < limit; p++) {
            byte c = body[p];
            if (c == '\\') {
                return SLOW;
            }
            if (c == '"') {
                type = FieldType.STRING;
                bits = Spans.of(from, p);
                return ends(body[p + 1]) ? p + 1 : SLOW;
            }
        }
        return SLOW;
    }

    private int number(int from) {
        boolean negative = body[from] == '-';
        int p = negative ? from + 1 : from;
        long word = Words.load(body, p);
        int digits = Words.digits(word);
        long whole = digits == 0 ? 0 : Words.number(word, digits);
        p += digits;
        if (digits == Words.BYTES) {
            word = Words.load(body, p);
            int more = Words.digits(word);
            if (more == Words.BYTES) {
                return longNumber(from);
            }
            if (more > 0) {
                whole = whole * WHOLE_POWERS[more] + Words.number(word, more);
            }
            digits += more;
            p += more;
        }
        byte c = body[p];
        if (c == 'i' && digits > 0) {
            type = FieldType.INTEGER;
            bits = negative ? -whole : whole;
            return ends(body[p + 1]) ? p + 1 : SLOW;
        }
        int decimals = 0;
        if (c == '.') {
            p++;
            word = Words.load(body, p);
            decimals = Words.digits(word);
            if (decimals == Words.BYTES || digits + decimals == 0) {
                return longNumber(from);
            }
            if (decimals > 0) {
                whole = whole * WHOLE_POWERS[decimals] + Words.number(word, decimals);
            }
            p += decimals;
            c = body[p];
        }
        if (!ends(c) || digits + decimals > EXACT_DIGITS || digits + decimals == 0) {
            return longNumber(from);
        }
        double value = whole / POWERS[decimals];
        type = FieldType.FLOAT;
        bits = Double.doubleToRawLongBits(negative ? -value : value);
        return p;
    }

    /** A float with more digits than are exact, or with an exponent. */
    private int longNumber(int from) {
        int p = from;
        while (p < limit && !ends(body[p])) {
            byte c = body[p];
            boolean digit = c >= '0' && c <= '9';
            if (!digit && c != '.' && c != 'e' && c != 'E' && c != '-' && c != '+') {
                return SLOW;
            }
            p++;
        }
        try {
            double value = JavaDoubleParser.parseDouble(body, from, p - from);
            type = FieldType.FLOAT;
            bits = Double.doubleToRawLongBits(value);
            return p < limit && Double.isFinite(value) ? p : SLOW;
        } catch (NumberFormatException e) {
            return SLOW;
        }
    }

    /** Reads a timestamp of digits and returns where it ends. */
    private int time(int from) {
        int width = timeTo - timeFrom;
        if (width > 0
                && from + width < length
                && Arrays.equals(body, from, from + width, body, timeFrom, timeTo)
                && body[from + width] == '\n') {
            return from + width;
        }
        long units = 0;
        int p = from;
        while (p < length && body[p] >= '0' && body[p] <= '9' && p - from <= TIME_DIGITS_MAX) {
            units = units * 10 + body[p++] - '0';
        }
        if (p == from) {
            return SLOW;
        }
        // 19 digits fit into 64 bits, the sign bit counted
        long nanos = units * precision.nanos();
        if (units < 0
                || nanos < 0
                || nanos == Long.MAX_VALUE
                || Math.multiplyHigh(units, precision.nanos()) != 0) {
            return SLOW;
        }
        timeFrom = from;
        timeTo = p;
        time = nanos;
        return p;
    }
}

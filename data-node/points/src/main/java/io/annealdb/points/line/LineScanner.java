package io.annealdb.points.line;

/**
 * Finds the parts of a line as InfluxDB does, byte by byte, and says in its words what is wrong. It
 * takes every line there is; {@link FastLine} is for the common ones.
 *
 * <pre>
 *   measurement[,tag=value…] field=value[,field=value…] [timestamp]
 *   └─ key ────────────────┘ └─ fields ───────────────┘ └─ time ─┘
 * </pre>
 */
final class LineScanner {
    private static final int INT64_DIGITS_CHECKED = 19;
    private static final int FLOAT_DIGITS_CHECKED = 3;

    private final byte[] body;

    LineScanner(byte[] body) {
        this.body = body;
    }

    /** Where the line ends that begins there: at its newline, or at the end of all. */
    int lineEnd(int from, int length) {
        boolean quoted = false;
        boolean fields = false;
        int equals = 0;
        int commas = 0;
        int i = from;
        while (i < length) {
            byte c = body[i];
            if (c == '\\' && i + 2 < length) {
                i += 2;
                continue;
            }
            if (c == ' ') {
                fields = true;
            }
            if (fields && !quoted && c == '=') {
                equals++;
            } else if (fields && !quoted && c == ',') {
                commas++;
            } else if (fields && c == '"' && equals > commas) {
                quoted = !quoted;
            } else if (c == '\n' && !quoted) {
                break;
            }
            i++;
        }
        return i;
    }

    int skipBlanks(int from, int end) {
        int i = from;
        while (i < end && (body[i] == ' ' || body[i] == '\t' || body[i] == 0)) {
            i++;
        }
        return i;
    }

    /** Where the fields end that begin there. */
    int fieldsEnd(int from, int end) throws BadLineException {
        boolean quoted = false;
        int equals = 0;
        int commas = 0;
        int i = from;
        while (i < end) {
            byte c = body[i];
            if (c == '\\' && i + 1 < end) {
                i += 2;
                continue;
            }
            if (c == '"' && equals > commas) {
                quoted = !quoted;
                i++;
                continue;
            }
            if (c == '=' && !quoted) {
                equals++;
                checkAroundEquals(i, end);
                byte next = body[i + 1];
                if (numeric(next) || next == '-' || next == 'N' || next == 'n') {
                    i = numberEnd(i + 1, end);
                    continue;
                }
                if (next != '"') {
                    i = booleanEnd(i + 1, end);
                    continue;
                }
            }
            if (c == ',' && !quoted) {
                commas++;
            }
            if (c == ' ' && !quoted) {
                break;
            }
            i++;
        }
        if (quoted) {
            throw new BadLineException("unbalanced quotes");
        }
        if (equals == 0 || commas != equals - 1) {
            throw new BadLineException("invalid field format");
        }
        return i;
    }

    private void checkAroundEquals(int i, int end) throws BadLineException {
        if ((body[i - 1] == ' ' || body[i - 1] == ',') && body[i - 2] != '\\') {
            throw new BadLineException("missing field key");
        }
        if (i + 1 >= end || body[i + 1] == ',' || body[i + 1] == ' ') {
            throw new BadLineException("missing field value");
        }
    }

    private static boolean numeric(byte c) {
        return c >= '0' && c <= '9' || c == '.';
    }

    private int numberEnd(int start, int end) throws BadLineException {
        int i = start;
        if (body[i] == '-') {
            i++;
            if (i == end) {
                throw invalidNumber();
            }
        }
        boolean integer = false;
        boolean unsigned = false;
        boolean decimal = false;
        boolean scientific = false;
        for (; i < end && body[i] != ',' && body[i] != ' '; i++) {
            byte c = body[i];
            if (i > start && (c == 'i' || c == 'u') && !integer && !unsigned) {
                integer = c == 'i';
                unsigned = c == 'u';
            } else if (c == '.') {
                if (decimal) {
                    throw invalidNumber();
                }
                decimal = true;
            } else if (i > start && (c == 'e' || c == 'E')) {
                scientific = true;
            } else if (!(signOfExponent(i) || numeric(c))) {
                throw invalidNumber();
            }
        }
        if ((integer || unsigned) && (decimal || scientific)) {
            throw invalidNumber();
        }
        int digits = i - start - (integer ? 1 : 0) - (decimal ? 1 : 0);
        if (digits - (body[start] == '-' ? 1 : 0) == 0 || unsigned) {
            throw invalidNumber(); // unsigned ones are off in a stock server
        }
        if (integer) {
            if (body[i - 1] != 'i') {
                throw invalidNumber();
            }
            if (i - 1 - start >= INT64_DIGITS_CHECKED) {
                checkInteger(start, i - 1);
            }
        } else if (scientific || i - start >= FLOAT_DIGITS_CHECKED) {
            Numbers.parseFloat(body, start, i);
        }
        return i;
    }

    private boolean signOfExponent(int i) {
        return (body[i] == '+' || body[i] == '-') && (body[i - 1] == 'e' || body[i - 1] == 'E');
    }

    private void checkInteger(int from, int to) throws BadLineException {
        try {
            Numbers.parseInteger(body, from, to);
        } catch (BadLineException e) {
            throw new BadLineException(
                    "unable to parse integer "
                            + Numbers.text(body, from, to)
                            + ": "
                            + e.getMessage());
        }
    }

    private static BadLineException invalidNumber() {
        return new BadLineException("invalid number");
    }

    private int booleanEnd(int start, int end) throws BadLineException {
        int i = start;
        while (i < end && body[i] != ',' && body[i] != ' ') {
            i++;
        }
        if (i == start || Booleans.parse(body, start, i) < 0) {
            throw new BadLineException("invalid boolean");
        }
        return i;
    }

    /** Where the digits of the timestamp end that begin there. */
    int timeEnd(int from, int end) throws BadLineException {
        int i = from;
        while (i < end && body[i] != ' ' && body[i] != '\n') {
            boolean sign = i == from && body[i] == '-';
            if (!sign && (body[i] < '0' || body[i] > '9')) {
                throw new BadLineException("bad timestamp");
            }
            i++;
        }
        return i;
    }

    /** The first unescaped stop byte, or the end. */
    int scanTo(int from, int end, byte stop) {
        int i = from;
        while (i < end && !(body[i] == stop && (i == from || body[i - 1] != '\\'))) {
            i++;
        }
        return i;
    }

    /** Where a field's value ends: at its comma, or at the end. */
    int valueEnd(int from, int end) {
        boolean quoted = false;
        int i = from;
        while (i < end) {
            byte c = body[i];
            if (c == '\\' && i + 1 < end && (body[i + 1] == '"' || body[i + 1] == '\\')) {
                i += 2;
                continue;
            }
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                break;
            }
            i++;
        }
        return i;
    }
}

package io.annealdb.points.line;

import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One parse of one body: the tables that its lines share, and the slow way through a line. */
final class LineParser {
    /** Most bytes of a key with a field's name behind, as in InfluxDB. */
    private static final int KEY_BYTES_MAX = 65535;

    private static final int KEY_SEPARATOR_BYTES = 4;

    private static final long TIME_MIN = Long.MIN_VALUE + 2;
    private static final long TIME_MAX = Long.MAX_VALUE - 1;

    private final byte[] body;
    private final int length;
    private final Precision precision;
    private final long defaultTime;
    private final LineScanner scanner;
    private final KeyScanner keys;
    private final SeriesTable series;
    private final FieldSets fieldSets;
    private final RowColumns rows;
    private final List<String> errors = new ArrayList<>();

    private int last = -1; // entry of the series of the row before

    // fields of the line at hand
    private int[] nameFrom = new int[16];
    private int[] nameTo = new int[16];
    private FieldType[] types = new FieldType[16];
    private long[] bits = new long[16];
    private int fieldCount;

    LineParser(byte[] body, int length, Precision precision, long nowNanos) {
        this.body = body;
        this.length = length;
        this.precision = precision;
        this.defaultTime = precision.truncate(nowNanos);
        this.scanner = new LineScanner(body);
        this.keys = new KeyScanner(body);
        this.series = new SeriesTable(body, nowNanos);
        this.fieldSets = new FieldSets(body, nowNanos);
        this.rows = new RowColumns(16 + length / 128, 16 + length / 24);
    }

    ParsedLines parse() {
        FastLine fast = new FastLine(this, body, length, precision);
        int at = 0;
        while (at < length) {
            int next = fast.parse(at);
            at = next >= 0 ? next : parseSlowly(at);
        }
        return new ParsedLines(rows.rows(series.series(), fieldSets.shapes()), errors);
    }

    /** Takes any line, good or bad, blank or comment. */
    private int parseSlowly(int at) {
        int end = scanner.lineEnd(at, length);
        int from = scanner.skipBlanks(at, end);
        if (from < end && body[from] != '#') {
            boolean openQuote = body[end - 1] == '\n'; // it swallowed the last newline of the body
            int to = openQuote ? end - 1 : end;
            try {
                parseLine(from, to);
            } catch (BadLineException e) {
                errors.add(
                        "unable to parse '"
                                + Numbers.text(body, from, to)
                                + "': "
                                + e.getMessage());
            }
        }
        return end + 1;
    }

    private void parseLine(int from, int end) throws BadLineException {
        keys.scan(from, end);
        int keyEnd = keys.end();
        if (keyEnd - from > KEY_BYTES_MAX) {
            throw keyTooLong(keyEnd - from);
        }
        int fieldsFrom = scanner.skipBlanks(keyEnd, end);
        int fieldsEnd = scanner.fieldsEnd(fieldsFrom, end);
        if (fieldsFrom == fieldsEnd) {
            throw new BadLineException("missing fields");
        }
        findFields(fieldsFrom, fieldsEnd, keyEnd - from);
        long time = parseTime(fieldsEnd, end);
        for (int field = 0; field < fieldCount; field++) {
            parseValue(field);
        }
        int entry = series.find(from, keyEnd);
        add(entry, from, keyEnd, time, fieldSets.find(nameFrom, nameTo, types, fieldCount));
    }

    private static BadLineException keyTooLong(int bytes) {
        return new BadLineException("max key length exceeded: " + bytes + " > " + KEY_BYTES_MAX);
    }

    /** Notes where names and values of fields stand; a value's bits are its span for now. */
    private void findFields(int from, int end, int keyBytes) throws BadLineException {
        fieldCount = 0;
        int at = from;
        while (at < end) {
            int nameEnd = scanner.scanTo(at, end, (byte) '=');
            if (nameEnd > end - 2) {
                throw new BadLineException(
                        "invalid value: field-key=" + Numbers.text(body, at, nameEnd));
            }
            int bytes = keyBytes + KEY_SEPARATOR_BYTES + nameEnd - at;
            if (bytes > KEY_BYTES_MAX) {
                throw keyTooLong(bytes);
            }
            int valueEnd = scanner.valueEnd(nameEnd + 1, end);
            field(at, nameEnd, null, Spans.of(nameEnd + 1, valueEnd));
            at = valueEnd + 1;
        }
    }

    private long parseTime(int from, int end) throws BadLineException {
        int timeFrom = scanner.skipBlanks(from, end);
        int timeEnd = scanner.timeEnd(timeFrom, end);
        if (timeFrom == timeEnd) {
            return defaultTime;
        }
        long units = Numbers.parseInteger(body, timeFrom, timeEnd);
        long time = time(units);
        for (int i = timeEnd; i < end; i++) {
            if (body[i] != ' ') {
                throw new BadLineException("point is invalid");
            }
        }
        return time;
    }

    private long time(long units) throws BadLineException {
        long time = units * precision.nanos();
        if (Math.multiplyHigh(units, precision.nanos()) != time >> 63
                || time < TIME_MIN
                || time > TIME_MAX) {
            throw new BadLineException("time outside range " + TIME_MIN + " - " + TIME_MAX);
        }
        return time;
    }

    private void parseValue(int field) throws BadLineException {
        int from = Spans.from(bits[field]);
        int to = Spans.to(bits[field]);
        if (from >= to) {
            throw new BadLineException("missing field value");
        }
        byte first = body[from];
        if (first == '"') {
            if (to - from < 2) {
                throw new BadLineException("unbalanced quotes");
            }
            types[field] = FieldType.STRING;
            bits[field] = Spans.of(from + 1, to - 1);
        } else if (first >= '0' && first <= '9' || first == '-' || first == '.') {
            if (body[to - 1] == 'i') {
                types[field] = FieldType.INTEGER;
                bits[field] = Numbers.parseInteger(body, from, to - 1);
            } else {
                types[field] = FieldType.FLOAT;
                bits[field] = Double.doubleToRawLongBits(Numbers.parseFloat(body, from, to));
            }
        } else {
            types[field] = FieldType.BOOLEAN;
            bits[field] = Booleans.parse(body, from, to);
            if (bits[field] < 0) {
                throw new BadLineException("invalid boolean");
            }
        }
    }

    // What follows serves the fast way too.

    long defaultTime() {
        return defaultTime;
    }

    SeriesTable series() {
        return series;
    }

    /** The entry of the series of the row before, -1 at the beginning. */
    int lastEntry() {
        return last;
    }

    void noFields() {
        fieldCount = 0;
    }

    /** Where the bits of the values of so many fields go, in the order of the line. */
    long[] values(int count) {
        if (bits.length < count) {
            bits = new long[count];
        }
        return bits;
    }

    void field(int from, int to, FieldType type, long value) {
        if (fieldCount == types.length) {
            int larger = fieldCount * 2;
            nameFrom = Arrays.copyOf(nameFrom, larger);
            nameTo = Arrays.copyOf(nameTo, larger);
            types = Arrays.copyOf(types, larger);
        }
        if (fieldCount == bits.length) {
            bits = Arrays.copyOf(bits, fieldCount * 2);
        }
        nameFrom[fieldCount] = from;
        nameTo[fieldCount] = to;
        types[fieldCount] = type;
        bits[fieldCount++] = value;
    }

    FieldSet findFieldSet() {
        return fieldSets.find(nameFrom, nameTo, types, fieldCount);
    }

    /** Reads a key that is new; {@link #add} takes it from there. */
    boolean scanKey(int from, int keyEnd) {
        try {
            keys.scan(from, keyEnd + 1);
            return keys.end() == keyEnd;
        } catch (BadLineException e) {
            return false;
        }
    }

    /**
     * Adds the row of a good line.
     *
     * @param known the entry of its series, or -1 if {@link KeyScanner} has just read the key
     */
    void add(int known, int keyFrom, int keyEnd, long time, FieldSet set) {
        int entry = known;
        if (entry < 0) {
            SeriesKey key = keys.key(keyFrom);
            entry = series.add(keyFrom, keyEnd, key, keys.canonical());
        }
        series.follows(last, entry);
        series.fieldSet(entry, set);
        last = entry;
        rows.add(series.series(entry), time, set, bits, body);
    }
}

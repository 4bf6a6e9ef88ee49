package io.annealdb.points.line;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the measurement and the tags of a line, and brings them into the canonical form of {@link
 * SeriesKey}: tags sorted, nothing escaped that need not be. For one body, one line at a time.
 */
final class KeyScanner {
    private static final int INSERTION_SORT_MAX = 64;

    private final byte[] body;
    private int[] tagFrom = new int[16];
    private int[] valueFrom = new int[16];
    private int[] valueTo = new int[16];
    private int tagCount;
    private int end;
    private int measurementEnd;
    private boolean canonical;

    private boolean plain; // no escapes, and none needed: then order holds the tags sorted
    private final int[] order = new int[INSERTION_SORT_MAX];
    private List<Tag> sorted = List.of(); // if not plain

    /** A tag without escapes. */
    private record Tag(byte[] key, byte[] value) {}

    KeyScanner(byte[] body) {
        this.body = body;
    }

    /** Where the key ends that {@link #scan} read last: at an unescaped space. */
    int end() {
        return end;
    }

    /** Whether the key stands in the body in canonical form. */
    boolean canonical() {
        return canonical;
    }

    /** Reads the key of the line in {@code [from, lineEnd)}, which begins with no blank. */
    void scan(int from, int lineEnd) throws BadLineException {
        tagCount = 0;
        boolean more = scanMeasurement(from, lineEnd);
        int i = end;
        while (more) {
            int keyEnd = tagKeyEnd(i, lineEnd);
            int valueEnd = tagValueEnd(keyEnd + 1, lineEnd);
            addTag(i, keyEnd + 1, valueEnd);
            more = body[valueEnd] == ',';
            i = valueEnd + (more ? 1 : 0);
        }
        end = i;
        plain = tagCount <= INSERTION_SORT_MAX;
        for (int at = from; at < end && plain; at++) {
            plain = body[at] != '\\';
        }
        for (int tag = 0; tag < tagCount && plain; tag++) {
            plain = body[valueFrom[tag]] != '=';
        }
        if (plain) {
            sortPlainTags();
        } else {
            canonical = false;
            sortTags();
        }
    }

    SeriesKey key(int from) {
        if (canonical) {
            return SeriesKey.ofCanonical(body, from, end);
        }
        ByteWriter out = new ByteWriter(end - from + 16);
        if (plain) {
            out.writeBytes(body, from, measurementEnd);
            for (int i = 0; i < tagCount; i++) {
                out.writeByte(',');
                out.writeBytes(body, tagFrom[order[i]], valueTo[order[i]]);
            }
            return SeriesKey.ofCanonical(out.array(), 0, out.size());
        }
        writeEscaped(out, unescaped(from, measurementEnd, false), false);
        for (Tag tag : sorted) {
            out.writeByte(',');
            writeEscaped(out, tag.key(), true);
            out.writeByte('=');
            writeEscaped(out, tag.value(), true);
        }
        return SeriesKey.ofCanonical(out.array(), 0, out.size());
    }

    private void addTag(int from, int value, int to) {
        if (tagCount == tagFrom.length) {
            tagFrom = Arrays.copyOf(tagFrom, tagCount * 2);
            valueFrom = Arrays.copyOf(valueFrom, tagCount * 2);
            valueTo = Arrays.copyOf(valueTo, tagCount * 2);
        }
        tagFrom[tagCount] = from;
        valueFrom[tagCount] = value;
        valueTo[tagCount++] = to;
    }

    /** Compares keys of tags that have no escapes. */
    private int compare(int one, int other) {
        return Arrays.compareUnsigned(
                body, tagFrom[one], valueFrom[one] - 1, body, tagFrom[other], valueFrom[other] - 1);
    }

    /** Few tags, in nearly the same order in every line: sorted where they stand. */
    private void sortPlainTags() throws BadLineException {
        canonical = true;
        for (int tag = 0; tag < tagCount; tag++) {
            int at = tag;
            for (; at > 0; at--) {
                int comparison = compare(order[at - 1], tag);
                if (comparison == 0) {
                    throw new BadLineException("duplicate tags");
                }
                if (comparison < 0) {
                    break;
                }
                order[at] = order[at - 1];
                canonical = false;
            }
            order[at] = tag;
        }
    }

    private void sortTags() throws BadLineException {
        sorted = new ArrayList<>(tagCount);
        for (int tag = 0; tag < tagCount; tag++) {
            sorted.add(
                    new Tag(
                            unescaped(tagFrom[tag], valueFrom[tag] - 1, true),
                            unescaped(valueFrom[tag], valueTo[tag], true)));
        }
        sorted.sort((one, other) -> Arrays.compareUnsigned(one.key(), other.key()));
        for (int i = 1; i < sorted.size(); i++) {
            if (Arrays.equals(sorted.get(i - 1).key(), sorted.get(i).key())) {
                throw new BadLineException("duplicate tags");
            }
        }
    }

    private boolean scanMeasurement(int from, int lineEnd) throws BadLineException {
        if (from >= lineEnd || body[from] == ',') {
            throw new BadLineException("missing measurement");
        }
        int i = from + 1;
        while (i < lineEnd && !((body[i] == ',' || body[i] == ' ') && body[i - 1] != '\\')) {
            i++;
        }
        if (i >= lineEnd) {
            throw new BadLineException("missing fields");
        }
        measurementEnd = i;
        boolean tagsFollow = body[i] == ',';
        end = tagsFollow ? i + 1 : i;
        return tagsFollow;
    }

    private int tagKeyEnd(int from, int lineEnd) throws BadLineException {
        if (from >= lineEnd || body[from] == ' ' || body[from] == ',' || body[from] == '=') {
            throw new BadLineException("missing tag key");
        }
        for (int i = from + 1; i < lineEnd; i++) {
            if (body[i - 1] != '\\') {
                if (body[i] == '=') {
                    return i;
                }
                if (body[i] == ' ' || body[i] == ',') {
                    break;
                }
            }
        }
        throw new BadLineException("missing tag value");
    }

    private int tagValueEnd(int from, int lineEnd) throws BadLineException {
        if (from >= lineEnd || body[from] == ',' || body[from] == ' ') {
            throw new BadLineException("missing tag value");
        }
        for (int i = from + 1; i < lineEnd; i++) {
            if (body[i - 1] != '\\') {
                if (body[i] == '=') {
                    throw new BadLineException("invalid tag format");
                }
                if (body[i] == ',' || body[i] == ' ') {
                    return i;
                }
            }
        }
        throw new BadLineException("missing fields");
    }

    private static boolean escapable(byte c, boolean inTags) {
        return c == ',' || c == ' ' || inTags && c == '=';
    }

    /** InfluxDB takes more escapes in a measurement than it needs. */
    private static boolean unescapable(byte c, boolean inTags) {
        return escapable(c, inTags) || !inTags && (c == '=' || c == '"');
    }

    private byte[] unescaped(int from, int to, boolean inTags) {
        byte[] out = new byte[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            if (body[i] == '\\' && i + 1 < to && unescapable(body[i + 1], inTags)) {
                i++;
            }
            out[size++] = body[i];
        }
        return size == out.length ? out : Arrays.copyOf(out, size);
    }

    private static void writeEscaped(ByteWriter out, byte[] word, boolean inTags) {
        for (byte c : word) {
            if (escapable(c, inTags)) {
                out.writeByte('\\');
            }
            out.writeByte(c);
        }
    }
}

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
    private final byte[] body;
    private final List<Tag> tags = new ArrayList<>();
    private int end;
    private int measurementEnd;
    private boolean canonical;

    /** A tag as it stands in the line, and its key without escapes. */
    private record Tag(byte[] key, int valueFrom, int valueTo) {}

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
        tags.clear();
        boolean more = scanMeasurement(from, lineEnd);
        int i = end;
        while (more) {
            int keyEnd = tagKeyEnd(i, lineEnd);
            int valueEnd = tagValueEnd(keyEnd + 1, lineEnd);
            tags.add(new Tag(unescaped(i, keyEnd, true), keyEnd + 1, valueEnd));
            canonical &= body[keyEnd + 1] != '=';
            more = body[valueEnd] == ',';
            i = valueEnd + (more ? 1 : 0);
        }
        end = i;
        for (int at = from; at < end && canonical; at++) {
            canonical = body[at] != '\\';
        }
        sortTags();
    }

    SeriesKey key(int from) {
        if (canonical) {
            return SeriesKey.ofCanonical(body, from, end);
        }
        ByteWriter out = new ByteWriter(end - from + 16);
        writeEscaped(out, unescaped(from, measurementEnd, false), false);
        for (Tag tag : tags) {
            out.writeByte(',');
            writeEscaped(out, tag.key(), true);
            out.writeByte('=');
            writeEscaped(out, unescaped(tag.valueFrom(), tag.valueTo(), true), true);
        }
        return SeriesKey.ofCanonical(out.array(), 0, out.size());
    }

    private boolean scanMeasurement(int from, int lineEnd) throws BadLineException {
        canonical = true;
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

    private void sortTags() throws BadLineException {
        boolean sorted = true;
        for (int i = 1; i < tags.size(); i++) {
            sorted &= Arrays.compareUnsigned(tags.get(i - 1).key(), tags.get(i).key()) < 0;
        }
        if (sorted) {
            return;
        }
        canonical = false;
        tags.sort((one, other) -> Arrays.compareUnsigned(one.key(), other.key()));
        for (int i = 1; i < tags.size(); i++) {
            if (Arrays.equals(tags.get(i - 1).key(), tags.get(i).key())) {
                throw new BadLineException("duplicate tags");
            }
        }
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

package io.annealdb.points;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The name of a series: a measurement and its tags. Its bytes are canonical: line protocol's own
 * form with its escapes, the tags sorted by the bytes of their keys, empty tag values left out. Two
 * keys are equal exactly when their bytes are, on every node and for ever, so hashes of them may be
 * stored.
 */
public final class SeriesKey implements Comparable<SeriesKey> {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final byte[] bytes;
    private final int hash;
    private Parsed parsed; // racy cache of an immutable value: any thread may fill it

    private record Parsed(String measurement, SortedMap<String, String> tags) {}

    private SeriesKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = hash(bytes);
    }

    /** For tables in memory only, eight bytes at a time: keys are long and many. */
    private static int hash(byte[] bytes) {
        long hash = bytes.length;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            hash = Long.rotateLeft((hash ^ (long) LONGS.get(bytes, at)) * SPREAD, 29);
        }
        for (; at < bytes.length; at++) {
            hash = (hash ^ bytes[at]) * SPREAD;
        }
        hash *= SPREAD;
        return (int) (hash ^ hash >>> 32);
    }

    public static SeriesKey of(String measurement, Map<String, String> tags) {
        StringBuilder out = new StringBuilder();
        escape(measurement, false, out);
        Map<String, String> sorted = new TreeMap<>(SeriesKey::compareBytes);
        sorted.putAll(tags);
        sorted.forEach(
                (key, value) -> {
                    if (!value.isEmpty()) {
                        escape(key, true, out.append(','));
                        escape(value, true, out.append('='));
                    }
                });
        return new SeriesKey(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes bytes that are canonical already: from a file, a message, or a parser that has sorted.
     */
    public static SeriesKey ofCanonical(byte[] source, int from, int to) {
        return new SeriesKey(Arrays.copyOfRange(source, from, to));
    }

    public static SeriesKey ofCanonical(String text) {
        return new SeriesKey(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The canonical bytes; shared, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Cheaper than {@link #tags()}: does not look at them, and keeps nothing. */
    public String measurement() {
        Parsed known = parsed;
        if (known != null) {
            return known.measurement;
        }
        int end = 0;
        boolean escapes = false;
        while (end < bytes.length && bytes[end] != ',') {
            boolean escape = bytes[end] == '\\' && end + 1 < bytes.length;
            escapes |= escape;
            end += escape && escapable((char) bytes[end + 1], false) ? 2 : 1;
        }
        return escapes ? parsed().measurement : new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** Tags by key, sorted; immutable. */
    public SortedMap<String, String> tags() {
        return parsed().tags;
    }

    /** The value of a tag, or {@code ""} where the series lacks it: InfluxQL takes both as one. */
    public String tag(String key) {
        return parsed().tags.getOrDefault(key, "");
    }

    private Parsed parsed() {
        Parsed known = parsed;
        if (known == null) {
            known = parse(new String(bytes, StandardCharsets.UTF_8));
            parsed = known;
        }
        return known;
    }

    private static Parsed parse(String text) {
        SortedMap<String, String> tags = new TreeMap<>();
        String measurement = null;
        String tagKey = null;
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\'
                    && i + 1 < text.length()
                    && escapable(text.charAt(i + 1), measurement != null)) {
                word.append(text.charAt(++i));
            } else if (c == ',') {
                if (measurement == null) {
                    measurement = word.toString();
                } else if (tagKey != null) {
                    tags.put(tagKey, word.toString());
                    tagKey = null;
                }
                word.setLength(0);
            } else if (c == '=' && measurement != null && tagKey == null) {
                tagKey = word.toString();
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        if (measurement == null) {
            measurement = word.toString();
        } else if (tagKey != null) {
            tags.put(tagKey, word.toString());
        }
        return new Parsed(measurement, Collections.unmodifiableSortedMap(tags));
    }

    /** By the bytes of UTF-8: strings themselves compare by UTF-16, which differs above U+FFFF. */
    private static int compareBytes(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean escapable(char c, boolean inTags) {
        return c == ',' || c == ' ' || inTags && c == '=';
    }

    private static void escape(String word, boolean inTags, StringBuilder out) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (escapable(c, inTags)) {
                out.append('\\');
            }
            out.append(c);
        }
    }

    /** By the bytes, unsigned: the order of files, messages and answers. */
    @Override
    public int compareTo(SeriesKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesKey key
                && hash == key.hash
                && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

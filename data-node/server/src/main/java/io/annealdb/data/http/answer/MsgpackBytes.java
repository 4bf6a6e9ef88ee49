package io.annealdb.data.http.answer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * MessagePack into memory, since a list says its length before its elements: the length is filled
 * in when it is known. Bounded: beyond {@code bytesMax} it throws {@link UnwritableValueException}.
 */
final class MsgpackBytes {
    private static final int TIME_EXTENSION = 5;
    private static final int FIXED_MAP = 0x80;
    private static final int FIXED_ARRAY = 0x90;
    private static final long NS_PER_S = 1_000_000_000;

    private final int bytesMax;
    private byte[] bytes = new byte[4096];
    private int size;

    MsgpackBytes(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    int size() {
        return size;
    }

    /** Forgets all behind a place. */
    void cut(int size) {
        this.size = size;
    }

    void moveTo(AnswerBuffer out) {
        out.put(bytes, 0, size);
        size = 0;
    }

    /** A map of at most 15 entries, the number to be filled in later. */
    int smallMap() {
        put(FIXED_MAP);
        return size - 1;
    }

    void addEntry(int map) {
        bytes[map]++;
    }

    void map(int entries) {
        if (entries < 16) {
            put(FIXED_MAP | entries);
        } else {
            put(0xdf, entries, 4);
        }
    }

    void array(int elements) {
        if (elements < 16) {
            put(FIXED_ARRAY | elements);
        } else {
            put(0xdd, elements, 4);
        }
    }

    /** A list of whatever length, to be filled in by {@link #fillLength}. */
    int longArray() {
        put(0xdd, 0, 4);
        return size - 4;
    }

    void fillLength(int array, int elements) {
        ByteBuffer.wrap(bytes, array, 4).putInt(elements);
    }

    void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length < 32) {
            put(0xa0 | utf8.length);
        } else if (utf8.length < 256) {
            put(0xd9, utf8.length, 1);
        } else if (utf8.length < 65_536) {
            put(0xda, utf8.length, 2);
        } else {
            put(0xdb, utf8.length, 4);
        }
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    void value(Object value) {
        if (value == null) {
            put(0xc0);
        } else if (value instanceof Boolean flag) {
            put(flag ? 0xc3 : 0xc2);
        } else if (value instanceof Double number) {
            put(0xcb, Double.doubleToRawLongBits(number), 8);
        } else if (value instanceof Long integer) {
            integer(integer);
        } else {
            string(value.toString());
        }
    }

    /** In as few bytes as hold it. */
    void integer(long value) {
        if (value >= -32 && value < 128) {
            put((int) value & 0xff);
        } else if (value == (byte) value) {
            put(0xd0, value, 1);
        } else if (value == (short) value) {
            put(0xd1, value, 2);
        } else if (value == (int) value) {
            put(0xd2, value, 4);
        } else {
            put(0xd3, value, 8);
        }
    }

    /** Seconds and nanoseconds, as the Go library that InfluxDB uses writes a time. */
    void time(long ns) {
        put(0xc7, 12, 1);
        put(TIME_EXTENSION, Math.floorDiv(ns, NS_PER_S), 8);
        reserve(4);
        ByteBuffer.wrap(bytes, size, 4).putInt((int) Math.floorMod(ns, NS_PER_S));
        size += 4;
    }

    private void put(int head) {
        reserve(1);
        bytes[size++] = (byte) head;
    }

    /** A head and the low bytes of a number, highest first. */
    private void put(int head, long number, int width) {
        put(head);
        reserve(width);
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (number >>> shift);
        }
    }

    private void reserve(int more) {
        if (bytes.length - size >= more) {
            return;
        }
        if (size + (long) more > bytesMax) {
            throw new UnwritableValueException(
                    "the answer is larger than "
                            + bytesMax
                            + " bytes, which is what MessagePack may hold in memory here;"
                            + " ask with chunked=true, or for JSON");
        }
        int wanted = (int) Math.min(bytesMax, Math.max(bytes.length * 2L, size + (long) more));
        bytes = Arrays.copyOf(bytes, wanted);
    }
}

package io.annealdb.storage.block;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Strings: the distinct ones in order of appearance, then a number for each row.
 *
 * <pre>
 *   form 1 (0 plain, 1 zstd) │ distinct │ raw length │ stored length │ (length, bytes) each │ frames of numbers
 * </pre>
 */
final class TextColumn {
    private static final int PLAIN = 0;
    private static final int ZSTD = 1;
    private static final int WORTH_COMPRESSING_BYTES = 64;
    private static final int LEVEL = 3;
    private static final int RAW_BYTES_MAX = 1 << 30;

    /** A byte array that equals another by content. */
    private record Text(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Text text && Arrays.equals(bytes, text.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    private TextColumn() {}

    static void write(byte[][] texts, int count, ByteWriter out) {
        Map<Text, Integer> numbers = new HashMap<>();
        ByteWriter raw = new ByteWriter(256);
        long[] numberOf = new long[count];
        for (int i = 0; i < count; i++) {
            Text text = new Text(Objects.requireNonNull(texts[i]));
            Integer number = numbers.get(text);
            if (number == null) {
                number = numbers.size();
                numbers.put(text, number);
                raw.writeBlock(texts[i]);
            }
            numberOf[i] = number;
        }
        byte[] stored = raw.toBytes();
        int form = PLAIN;
        if (stored.length > WORTH_COMPRESSING_BYTES) {
            byte[] packed = Zstd.compress(stored, LEVEL);
            if (packed.length < stored.length) {
                stored = packed;
                form = ZSTD;
            }
        }
        out.writeByte(form);
        out.writeUnsigned(numbers.size());
        out.writeUnsigned(raw.size());
        out.writeUnsigned(stored.length);
        out.writeBytes(stored, 0, stored.length);
        IntColumn.writeFrames(numberOf, count, out);
    }

    /** Fills numbers; returns the distinct strings that they number. */
    static byte[][] read(byte[] source, int from, int to, int count, long[] into) {
        ByteReader in = new ByteReader(source, from, to);
        int form = in.readByte();
        int distinct = in.readCount(count, "distinct strings");
        int rawLength = in.readCount(RAW_BYTES_MAX, "bytes of strings");
        byte[] raw = in.readBytes(in.readCount(in.remaining(), "bytes of strings"));
        if (form == ZSTD) {
            raw = inflate(raw, rawLength);
        } else if (form != PLAIN) {
            throw new MalformedException("unknown form of strings " + form);
        }
        byte[][] texts = new byte[distinct][];
        ByteReader inner = new ByteReader(raw, 0, raw.length);
        for (int i = 0; i < distinct; i++) {
            texts[i] = inner.readBlock();
        }
        IntColumn.readFrames(source, in.position(), to, count, into, 0);
        for (int i = 0; i < count; i++) {
            if (into[i] < 0 || into[i] >= distinct) {
                throw new MalformedException("string " + into[i] + " of " + distinct);
            }
        }
        return texts;
    }

    static byte[] inflate(byte[] packed, int rawLength) {
        try {
            byte[] raw = new byte[rawLength];
            long got = Zstd.decompress(raw, packed);
            if (got != rawLength) {
                throw new MalformedException("zstd gave " + got + " of " + rawLength + " bytes");
            }
            return raw;
        } catch (ZstdException e) {
            throw new MalformedException("bytes are not zstd: " + e.getMessage());
        }
    }
}

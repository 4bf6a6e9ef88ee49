package io.annealdb.storage.block;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.codec.ByteReader;
import java.util.Arrays;

/** Walks over the series of a footer, in order of their keys. */
final class SeriesCursor {
    private final ByteReader in;
    private int left;
    private byte[] key = new byte[0];
    private int blocks;

    SeriesCursor(byte[] section) {
        in = new ByteReader(section, 0, section.length);
        left = in.readCount(in.remaining(), "series");
    }

    /** Goes to the next series; false behind the last. */
    boolean next() {
        if (left == 0) {
            in.end();
            return false;
        }
        left--;
        int shared = in.readCount(key.length, "shared bytes of a key");
        byte[] rest = in.readBytes(in.readCount(in.remaining(), "bytes of a key"));
        key = Arrays.copyOf(key, shared + rest.length);
        System.arraycopy(rest, 0, key, shared, rest.length);
        blocks = in.readCount(Integer.MAX_VALUE, "blocks of a series");
        return true;
    }

    SeriesKey key() {
        return SeriesKey.ofCanonical(key, 0, key.length);
    }

    /** How many blocks the series has, behind those of the series before. */
    int blocks() {
        return blocks;
    }
}

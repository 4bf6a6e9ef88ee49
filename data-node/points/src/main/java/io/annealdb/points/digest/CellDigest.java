package io.annealdb.points.digest;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;

/**
 * A sum over values: of a cell, a row or column of cells, a series in a window, or a whole shard.
 *
 * @param low lower half of the content sum V
 * @param high upper half of V
 * @param version the sum X over content and stamp
 * @param values how many values were added
 */
public record CellDigest(long low, long high, long version, long values) {
    public static final CellDigest EMPTY = new CellDigest(0, 0, 0, 0);

    public CellDigest plus(CellDigest other) {
        return new CellDigest(
                low + other.low, high + other.high, version + other.version, values + other.values);
    }

    /** Both sums folded into 64 bits, for messages that compare many. */
    public long folded() {
        return ItemHash.mix(ItemHash.mix(ItemHash.mix(low) + high) + version) + values;
    }

    /** Length of the encoded form. */
    public static final int BYTES = 32;

    /** Low, high, version, values, 8 bytes each, little-endian. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(BYTES);
        write(out);
        return out.toBytes();
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one digest
     */
    public static CellDigest decode(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        CellDigest digest = read(in);
        in.end();
        return digest;
    }

    void write(ByteWriter out) {
        out.writeLong(low);
        out.writeLong(high);
        out.writeLong(version);
        out.writeLong(values);
    }

    static CellDigest read(ByteReader in) {
        long low = in.readLong();
        long high = in.readLong();
        long version = in.readLong();
        return new CellDigest(low, high, version, in.readLong());
    }
}

package io.annealdb.points.digest;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;

/**
 * What a whole shard comes to: equal roots mean equal content, stamps and deletes, but for a chance
 * of 2^-64 a pair.
 *
 * @param content sum over all values
 * @param deletes the sum T over the delete records that have not settled
 */
public record ShardRoot(CellDigest content, long deletes) {
    public static final ShardRoot EMPTY = new ShardRoot(CellDigest.EMPTY, 0);

    private static final long NO_COPY_HAS_SO_MANY = -1;

    /**
     * The root of an owner that cannot tell its own: equal to that of no copy, and of no other
     * owner.
     *
     * @param owner its number
     */
    public static ShardRoot untold(long owner) {
        return new ShardRoot(new CellDigest(owner, 0, 0, NO_COPY_HAS_SO_MANY), 0);
    }

    /** 32 hex digits for people and scripts; equal exactly when the roots are. */
    public String hex() {
        long upper =
                ItemHash.mix(content.low() + ItemHash.mix(content.version() + content.values()));
        long lower = ItemHash.mix(content.high() + ItemHash.mix(deletes + content.version()));
        return String.format("%016x%016x", upper, lower);
    }

    /** 64 bits for rumours, where many roots travel and the next look checks again. */
    public long folded() {
        return ItemHash.mix(content.folded() + deletes);
    }

    /** Length of the encoded form. */
    public static final int BYTES = CellDigest.BYTES + 8;

    /** The content as {@link CellDigest#encode}, then the deletes, 8 bytes, little-endian. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(BYTES);
        write(out);
        return out.toBytes();
    }

    public void write(ByteWriter out) {
        content.write(out);
        out.writeLong(deletes);
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one root
     */
    public static ShardRoot decode(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        ShardRoot root = read(in);
        in.end();
        return root;
    }

    public static ShardRoot read(ByteReader in) {
        CellDigest content = CellDigest.read(in);
        return new ShardRoot(content, in.readLong());
    }
}

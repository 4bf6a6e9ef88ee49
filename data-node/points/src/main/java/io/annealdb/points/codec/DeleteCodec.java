package io.annealdb.points.codec;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;

/**
 * A delete as bytes: {@code version <1b> | stamp <16b> | minTime <8b> | maxTime <8b> | predicate}.
 * Equal deletes give equal bytes, so digests may hash these.
 */
public final class DeleteCodec {
    private static final int VERSION = 1;

    private DeleteCodec() {}

    /**
     * @throws IllegalArgumentException if {@link PredicateCodec} refuses the predicate
     */
    public static byte[] encode(Delete delete) {
        ByteWriter out = new ByteWriter(96);
        out.writeByte(VERSION);
        StampCodec.write(out, delete.stamp());
        out.writeLong(delete.minTime());
        out.writeLong(delete.maxTime());
        PredicateCodec.write(out, delete.series());
        return out.toBytes();
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one delete
     */
    public static Delete decode(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        int version = in.readByte();
        if (version != VERSION) {
            throw new MalformedException("delete version " + version);
        }
        Stamp stamp = StampCodec.read(in);
        long minTime = in.readLong();
        long maxTime = in.readLong();
        if (minTime > maxTime) {
            throw new MalformedException("empty delete: " + minTime + " > " + maxTime);
        }
        SeriesPredicate series = PredicateCodec.read(in);
        in.end();
        return new Delete(stamp, series, minTime, maxTime);
    }
}

package io.annealdb.points.codec;

import io.annealdb.points.Stamp;

/** A stamp as 16 bytes: {@code hlc <8b> | node <4b> | incarnation <4b>}, little-endian. */
public final class StampCodec {
    private StampCodec() {}

    public static void write(ByteWriter out, Stamp stamp) {
        out.writeLong(stamp.hlc());
        out.writeInt(stamp.node());
        out.writeInt(stamp.incarnation());
    }

    public static Stamp read(ByteReader in) {
        long hlc = in.readLong();
        int node = in.readInt();
        return new Stamp(hlc, node, in.readInt());
    }
}

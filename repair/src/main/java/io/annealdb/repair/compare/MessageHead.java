package io.annealdb.repair.compare;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;

/** The first bytes of every message: {@code version <1b> | kind <1b>}. */
final class MessageHead {
    private static final int VERSION = 2;

    private MessageHead() {}

    static ByteWriter begin(int kind, int expectedBytes) {
        ByteWriter out = new ByteWriter(expectedBytes);
        out.writeByte(VERSION);
        out.writeByte(kind);
        return out;
    }

    /** Reads up to the kind and leaves the reader in front of it. */
    static ByteReader open(byte[] bytes) {
        ByteReader in = new ByteReader(bytes, 0, bytes.length);
        int version = in.readByte();
        if (version != VERSION) {
            throw new MalformedException(
                    "comparison message of version " + version + ", this node speaks " + VERSION);
        }
        return in;
    }
}

package io.annealdb.points.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/**
 * What rows and runs of columns are wrapped in: {@code version <1b> | packing <1b> | body}, the
 * body plain or, where that pays, as a zstd frame behind its plain length. No checksum: the log
 * record, the message or the chunk around it has one.
 */
final class Envelope {
    /** Most bytes of a body before compression; so much memory a damaged length can cost. */
    static final int BODY_BYTES_MAX = 64 << 20;

    private static final int HEADER_BYTES = 2;
    private static final int PLAIN = 0;
    private static final int ZSTD = 1;
    private static final int ZSTD_LEVEL = 1;

    /** Below it a frame's own header eats what compression wins. */
    private static final int ZSTD_BODY_BYTES_MIN = 256;

    private Envelope() {}

    static ByteWriter begin(int version, int expectedBytes) {
        ByteWriter out = new ByteWriter(HEADER_BYTES + expectedBytes);
        out.writeByte(version);
        out.writeByte(PLAIN);
        return out;
    }

    static byte[] seal(ByteWriter plain) {
        int bodyBytes = plain.size() - HEADER_BYTES;
        if (bodyBytes > BODY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a batch of " + bodyBytes + " bytes, at most " + BODY_BYTES_MAX + " fit");
        }
        if (bodyBytes < ZSTD_BODY_BYTES_MIN) {
            return plain.toBytes();
        }
        ByteWriter packed = new ByteWriter((int) Zstd.compressBound(bodyBytes) + 16);
        packed.writeByte(plain.array()[0]);
        packed.writeByte(ZSTD);
        packed.writeUnsigned(bodyBytes);
        int at = packed.size();
        packed.reserve((int) Zstd.compressBound(bodyBytes));
        long frameBytes =
                Zstd.compressByteArray(
                        packed.array(),
                        at,
                        packed.array().length - at,
                        plain.array(),
                        HEADER_BYTES,
                        bodyBytes,
                        ZSTD_LEVEL);
        if (Zstd.isError(frameBytes)) {
            throw new IllegalStateException("zstd: " + Zstd.getErrorName(frameBytes));
        }
        if (at + frameBytes > plain.size() - bodyBytes / 16) {
            return plain.toBytes();
        }
        packed.advance((int) frameBytes);
        return packed.toBytes();
    }

    static ByteReader open(int version, byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        int found = in.readByte();
        if (found != version) {
            throw new MalformedException("version " + found + ", this node reads " + version);
        }
        int packing = in.readByte();
        if (packing == PLAIN) {
            return in;
        }
        if (packing != ZSTD) {
            throw new MalformedException("unknown packing " + packing);
        }
        int bodyBytes = in.readCount(BODY_BYTES_MAX, "bytes packed");
        int at = in.position();
        if (Zstd.getFrameContentSize(bytes, at, to - at) != bodyBytes) {
            throw new MalformedException("no zstd frame of " + bodyBytes + " bytes");
        }
        byte[] body = new byte[bodyBytes];
        long got;
        try {
            got = Zstd.decompressByteArray(body, 0, bodyBytes, bytes, at, to - at);
        } catch (ZstdException e) {
            throw new MalformedException("damaged zstd frame", e);
        }
        if (got != bodyBytes) {
            throw new MalformedException("damaged zstd frame");
        }
        return new ByteReader(body, 0, bodyBytes);
    }
}

package io.annealdb.meta.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.annealdb.image.ClusterImage;
import io.annealdb.proto.ImageProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The image that the log led to, as a file: docs/format/meta-snapshot.md.
 *
 * <pre>
 * │ magic "AnMS" │ version u8 │ term u64 │ index u64 │ length u32 │ ImageProto │ crc32c u32 │
 * </pre>
 *
 * @param term of the last entry applied
 * @param index of the last entry applied
 */
public record SnapshotFile(long term, long index, ClusterImage image) {
    private static final int MAGIC = 0x534D6E41; // "AnMS", little-endian
    private static final byte VERSION = 1;
    private static final int HEAD = 4 + 1 + 8 + 8 + 4;
    private static final int TAIL = 4;

    /** The bytes of the file: the same for the same image, on every node. */
    public byte[] encode() {
        byte[] body = image.toProto().toByteArray();
        ByteBuffer out =
                ByteBuffer.allocate(HEAD + body.length + TAIL).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).put(VERSION).putLong(term).putLong(index).putInt(body.length).put(body);
        out.putInt(checksum(out.array(), HEAD + body.length));
        return out.array();
    }

    /** Writes the file, on disk when this returns. */
    public void write(Path path) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(encode());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /**
     * @throws IOException if the file is damaged, or written by a newer version
     */
    public static SnapshotFile read(Path path) throws IOException {
        return decode(Files.readAllBytes(path), path.toString());
    }

    static SnapshotFile decode(byte[] bytes, String name) throws IOException {
        if (bytes.length < HEAD + TAIL) {
            throw damaged(name, "it has only " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt() != MAGIC) {
            throw damaged(name, "it does not begin with \"AnMS\"");
        }
        byte version = in.get();
        if (version > VERSION) {
            throw new IOException(
                    "The snapshot "
                            + name
                            + " was written by a newer AnnealDB (format "
                            + version
                            + "; this one reads "
                            + VERSION
                            + "). Run that version.");
        }
        long term = in.getLong();
        long index = in.getLong();
        int length = in.getInt();
        if (length != bytes.length - HEAD - TAIL) {
            throw damaged(name, "its length is wrong");
        }
        if (checksum(bytes, HEAD + length) != in.getInt(HEAD + length)) {
            throw damaged(name, "its checksum is wrong");
        }
        try {
            ByteBuffer body = ByteBuffer.wrap(bytes, HEAD, length);
            return new SnapshotFile(
                    term, index, ClusterImage.fromProto(ImageProto.parseFrom(body)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw damaged(name, e.getMessage());
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static IOException damaged(String name, String why) {
        return new IOException(
                "The snapshot "
                        + name
                        + " is damaged: "
                        + why
                        + ". If the other meta nodes are well, set this node's folder aside and"
                        + " start it: it gets their state. Else restore the folder from a copy.");
    }
}

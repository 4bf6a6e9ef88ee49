package io.annealdb.storage.log;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A small file that is replaced as a whole: written beside, forced, renamed over the old one, its
 * folder forced. So a reader finds the old bytes or the new ones, never a mixture.
 *
 * <pre>
 *   magic 4 │ version 1 │ payload │ crc32c 4 (of the bytes before)
 * </pre>
 */
public final class ChecksummedFile {
    private static final int FRAME_BYTES = 9;
    private static final int SIZE_MAX = 64 << 20;

    private ChecksummedFile() {}

    /** Replaces {@code folder/name}; durable on return. */
    public static void replace(
            Directory directory, String folder, String name, LogFormat format, byte[] payload)
            throws IOException {
        ByteWriter out = new ByteWriter(FRAME_BYTES + payload.length);
        out.writeBytes(format.magicBytes(), 0, 4);
        out.writeByte(format.version());
        out.writeBytes(payload, 0, payload.length);
        out.writeInt(RecordFile.crc(out.array(), 0, out.size()));
        String path = folder.isEmpty() ? name : folder + "/" + name;
        String beside = path + ".tmp";
        directory.remove(beside);
        try (Directory.AppendFile file = directory.append(beside)) {
            file.write(ByteBuffer.wrap(out.array(), 0, out.size()));
            file.force();
        }
        directory.rename(beside, path);
        directory.forceFolder(folder);
    }

    /** The payload of a file, and the version that it was written in. */
    public record Content(int version, byte[] payload) {}

    /**
     * The payload of a file whose versions look alike.
     *
     * @throws DamagedException if the bytes fail their checksum
     * @throws TooNewException if a later version wrote it
     */
    public static byte[] read(Directory directory, String path, LogFormat format)
            throws IOException {
        return content(directory, path, format).payload();
    }

    /**
     * @throws DamagedException if the bytes fail their checksum
     * @throws TooNewException if a later version wrote it
     */
    public static Content content(Directory directory, String path, LogFormat format)
            throws IOException {
        byte[] bytes;
        try (Directory.ReadFile file = directory.open(path)) {
            long size = file.size();
            if (size < FRAME_BYTES || size > SIZE_MAX) {
                throw new DamagedException(path + " has an impossible length: " + size);
            }
            bytes = new byte[(int) size];
            file.read(0, ByteBuffer.wrap(bytes));
        }
        int end = bytes.length - 4;
        boolean whole =
                new ByteReader(bytes, end, bytes.length).readInt() == RecordFile.crc(bytes, 0, end);
        if (!whole || !Arrays.equals(Arrays.copyOf(bytes, 4), format.magicBytes())) {
            throw new DamagedException(path + " fails its checksum");
        }
        int version = bytes[4] & 0xFF;
        if (version > format.version()) {
            throw new TooNewException(path, version, format.version());
        }
        return new Content(version, Arrays.copyOfRange(bytes, 5, end));
    }
}

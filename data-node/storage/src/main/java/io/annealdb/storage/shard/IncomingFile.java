package io.annealdb.storage.shard;

import io.annealdb.storage.DamagedException;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file on its way here, in {@code incoming/<length>-<checksum>.part} of its shard's folder, both
 * in hex. It is resumed by its name; whether what is there is right shows at its end.
 */
final class IncomingFile implements Closeable {
    static final String FOLDER = "incoming";
    private static final int CHUNK_BYTES = 1 << 20;

    private final PinnedFile what;
    private final Directory.AppendFile file;
    private final CRC32C crc = new CRC32C();
    private long bytes;

    private IncomingFile(PinnedFile what, Directory.AppendFile file) {
        this.what = what;
        this.file = file;
    }

    static String path(String shardFolder, PinnedFile what) {
        return shardFolder
                + "/"
                + FOLDER
                + "/"
                + Long.toHexString(what.bytes())
                + "-"
                + Integer.toHexString(what.crc32c())
                + ".part";
    }

    /** How much of a file is there. */
    static long here(Directory directory, String path) throws IOException {
        if (!directory.exists(path)) {
            return 0;
        }
        try (Directory.ReadFile file = directory.open(path)) {
            return file.size();
        }
    }

    /** Begins a file, or goes on with what is there of it. */
    static IncomingFile open(Directory directory, String path, PinnedFile what) throws IOException {
        IncomingFile opened = new IncomingFile(what, directory.append(path));
        try (Directory.ReadFile there = directory.open(path)) {
            long size = there.size();
            for (long at = 0; at < size; at += CHUNK_BYTES) {
                byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, size - at)];
                there.read(at, ByteBuffer.wrap(chunk));
                opened.crc.update(chunk);
            }
            opened.bytes = size;
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    void append(long offset, byte[] chunk) throws IOException {
        if (offset > bytes) {
            throw new DamagedException(
                    what.name() + ": byte " + offset + " came where " + bytes + " are here");
        }
        int known = (int) Math.min(chunk.length, bytes - offset);
        try {
            file.write(ByteBuffer.wrap(chunk, known, chunk.length - known));
        } catch (IOException e) {
            file.truncate(bytes); // of a full disk: what was counted stays right
            throw e;
        }
        crc.update(chunk, known, chunk.length - known);
        bytes += chunk.length - known;
    }

    /**
     * All of it has come: on disk when this returns.
     *
     * @throws DamagedException if it is not what was promised
     */
    void finish() throws IOException {
        if (bytes != what.bytes() || (int) crc.getValue() != what.crc32c()) {
            throw new DamagedException(
                    what.name()
                            + " came as "
                            + bytes
                            + " bytes, "
                            + what.bytes()
                            + " were promised, or fails its checksum. Copy it again.");
        }
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

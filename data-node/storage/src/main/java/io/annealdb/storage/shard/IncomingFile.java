package io.annealdb.storage.shard;

import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file on its way here, in {@code incoming/<length>-<checksum>.part} of its shard's folder, both
 * in hex. It is resumed by its name; whether what is there is right shows at its end. While more
 * comes in, what is there is forced to disk already, so that the end waits for little.
 */
final class IncomingFile implements Closeable {
    static final String FOLDER = "incoming";
    private static final int CHUNK_BYTES = 1 << 20;

    /** After so many more bytes the file is forced, unless that is under way. */
    private static final long FORCE_BYTES = 8L << 20;

    private final PinnedFile what;
    private final Directory.AppendFile file;
    private final Scheduler scheduler;
    private final CRC32C crc = new CRC32C();
    private long bytes;
    private long forcedAt;
    private volatile boolean forcing;

    /** Of a force beside the stream: the disk says so once, so it must be remembered. */
    private volatile IOException refused;

    private IncomingFile(PinnedFile what, Directory.AppendFile file, Scheduler scheduler) {
        this.what = what;
        this.file = file;
        this.scheduler = scheduler;
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
    static IncomingFile open(Directory directory, String path, PinnedFile what, Scheduler scheduler)
            throws IOException {
        IncomingFile opened = new IncomingFile(what, directory.append(path), scheduler);
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
        if (bytes - forcedAt >= FORCE_BYTES && !forcing) {
            forcedAt = bytes;
            forcing = true;
            scheduler.execute(this::forceBeside);
        }
    }

    private void forceBeside() {
        try {
            file.force();
        } catch (IOException e) {
            refused = e;
        } finally {
            forcing = false;
        }
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
        IOException earlier = refused;
        if (earlier != null) {
            throw earlier;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

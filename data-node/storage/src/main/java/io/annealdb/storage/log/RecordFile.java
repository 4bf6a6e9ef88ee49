package io.annealdb.storage.log;

import io.annealdb.points.codec.ByteWriter;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file of records, appended to. All logs of the engine look alike:
 *
 * <pre>
 *   header  magic 4 │ version 1 │ previous 8 │ crc32c 4 (of the bytes before)
 *   record  mark AB 72 65 63 │ length 4 │ crc32c 4 (of length, kind, payload) │ kind 1 │ payload
 * </pre>
 *
 * Numbers are little-endian. {@code previous} is the length of the file before this one in a
 * sequence, so that a file cut short from outside is noticed; 0 if there is none.
 *
 * <p>Group commit without a thread of its own: the first who waits forces for all who wrote before
 * it. Appends are made under the caller's lock; {@link #force} is for any thread.
 */
public final class RecordFile implements Closeable {
    static final int HEADER_BYTES = 17;
    static final int RECORD_HEAD_BYTES = 13;

    /** A record may not be longer: a length above it is damage. */
    static final int PAYLOAD_BYTES_MAX = 256 << 20;

    /** The bytes AB 72 65 63 read as a little-endian number. */
    static final int MARK = 0x636572AB;

    private final String path;
    private final Directory.AppendFile file;
    private final SyncObserver observer;
    private long written;
    private long forced;
    private boolean forcing;
    private volatile boolean broken;

    /** Runs the call that forces a file, so that somebody can time it or wait before it. */
    public interface SyncObserver {
        SyncObserver PLAIN = Directory.AppendFile::force;

        void force(Directory.AppendFile file) throws IOException;
    }

    private RecordFile(
            String path, Directory.AppendFile file, long written, SyncObserver observer) {
        this.path = path;
        this.file = file;
        this.written = written;
        this.forced = written;
        this.observer = observer;
    }

    /** A new file with its header; the header is forced, the name in its folder is not. */
    public static RecordFile create(
            Directory directory,
            String path,
            LogFormat format,
            long previous,
            SyncObserver observer)
            throws IOException {
        directory.remove(path);
        Directory.AppendFile file = directory.append(path);
        try {
            file.write(ByteBuffer.wrap(header(format, previous)));
            file.force();
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new RecordFile(path, file, HEADER_BYTES, observer);
    }

    /** Goes on behind the good end that a {@link RecordScan} found; what follows it is cut. */
    public static RecordFile resume(
            Directory directory, String path, long goodEnd, SyncObserver observer)
            throws IOException {
        Directory.AppendFile file = directory.append(path);
        try {
            if (file.size() != goodEnd) {
                file.truncate(goodEnd);
                file.force();
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new RecordFile(path, file, goodEnd, observer);
    }

    static byte[] header(LogFormat format, long previous) {
        ByteWriter out = new ByteWriter(HEADER_BYTES);
        byte[] magic = format.magicBytes();
        out.writeBytes(magic, 0, magic.length);
        out.writeByte(format.version());
        out.writeLong(previous);
        out.writeInt(crc(out.array(), 0, out.size()));
        return out.toBytes();
    }

    static int crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    /** Bytes of a record, ready to be written. */
    public static byte[] record(int kind, byte[] payload) {
        ByteWriter out = new ByteWriter(RECORD_HEAD_BYTES + payload.length);
        out.writeInt(MARK);
        out.writeInt(payload.length);
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 4, 4);
        crc.update(kind);
        crc.update(payload);
        out.writeInt((int) crc.getValue());
        out.writeByte(kind);
        out.writeBytes(payload, 0, payload.length);
        return out.toBytes();
    }

    /**
     * Appends a record that {@link #record} made; on disk only after {@link #force}.
     *
     * @return the end of the record: what to force up to
     * @throws IOException if the disk refused; the file then ends where it did before
     */
    public long append(byte[] record) throws IOException {
        long before;
        synchronized (this) {
            before = written;
        }
        if (broken) {
            throw new IOException(path + " takes no more records after a failed write");
        }
        try {
            file.write(ByteBuffer.wrap(record));
        } catch (IOException e) {
            cutBack(before, e);
            throw e;
        }
        synchronized (this) {
            written = before + record.length;
            return written;
        }
    }

    private void cutBack(long size, IOException cause) {
        try {
            file.truncate(size);
        } catch (IOException e) {
            broken = true;
            cause.addSuppressed(e);
        }
    }

    /**
     * Returns when all up to a position is on disk.
     *
     * @throws IOException if it could not be forced; the file then takes no more records, since
     *     what a failed fsync left on disk is not known
     */
    public void force(long position) throws IOException {
        while (true) {
            long target;
            synchronized (this) {
                while (forcing && forced < position) {
                    awaitRound();
                }
                if (forced >= position) {
                    return;
                }
                if (broken) {
                    throw new IOException(path + " could not be forced to disk");
                }
                forcing = true;
                target = written;
            }
            forceUpTo(target);
        }
    }

    private void forceUpTo(long target) throws IOException {
        boolean done = false;
        try {
            observer.force(file);
            done = true;
        } finally {
            synchronized (this) {
                forcing = false;
                if (done) {
                    forced = Math.max(forced, target);
                } else {
                    broken = true;
                }
                notifyAll();
            }
        }
    }

    private void awaitRound() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + path + " to be forced", e);
        }
    }

    /** Whether a write or a force failed, so that the next record needs a new file. */
    public boolean broken() {
        return broken;
    }

    public synchronized long size() {
        return written;
    }

    /** Up to here all is on disk. */
    public synchronized long forcedSize() {
        return Math.min(forced, written);
    }

    public boolean isEmpty() {
        return size() == HEADER_BYTES;
    }

    /** Ends waits: all that is in the file has become durable elsewhere. */
    public synchronized void release() throws IOException {
        forced = Long.MAX_VALUE;
        notifyAll();
        boolean interrupted = false;
        while (forcing) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

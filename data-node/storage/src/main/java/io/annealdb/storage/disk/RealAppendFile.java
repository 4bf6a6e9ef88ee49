package io.annealdb.storage.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file of the machine, written at its end. Not a channel on purpose: an interrupt of the thread
 * that writes would close a channel under everybody else.
 */
final class RealAppendFile implements Directory.AppendFile {
    private final Path path;
    private final RandomAccessFile file;

    RealAppendFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(file.length());
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        try {
            if (bytes.hasArray()) {
                int from = bytes.arrayOffset() + bytes.position();
                file.write(bytes.array(), from, bytes.remaining());
                bytes.position(bytes.limit());
            } else {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                file.write(copy);
            }
        } catch (IOException e) {
            throw refused(e);
        }
    }

    @Override
    public void force() throws IOException {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private IOException refused(IOException why) {
        return new IOException(
                path
                        + " cannot be written: "
                        + why.getMessage()
                        + ". Make room on its disk, or mend it; the node goes on by itself then.",
                why);
    }

    @Override
    public long size() throws IOException {
        return file.length();
    }

    @Override
    public void truncate(long size) throws IOException {
        file.setLength(size);
        file.seek(size);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

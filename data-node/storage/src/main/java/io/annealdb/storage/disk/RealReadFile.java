package io.annealdb.storage.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the machine, read by any thread. An interrupt of a reading thread closes the channel
 * for all; it is then opened again.
 */
final class RealReadFile implements Directory.ReadFile {
    private final Path path;
    private volatile FileChannel channel;
    private volatile boolean closed;

    RealReadFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        int start = into.position();
        boolean interrupted = false;
        try {
            while (true) {
                FileChannel current = channel;
                try {
                    fill(current, position, into);
                    return;
                } catch (ClosedChannelException e) {
                    if (closed) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                    into.position(start);
                    reopen(current);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void fill(FileChannel current, long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int got = current.read(into, at);
            if (got < 0) {
                throw new EOFException(path + " ends before byte " + (at + into.remaining()));
            }
            at += got;
        }
    }

    private synchronized void reopen(FileChannel broken) throws IOException {
        if (channel == broken) {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }
}

package io.annealdb.cli.dev;

import io.annealdb.cli.CommandFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** One {@code dev} a folder; the system lets go of it when the process ends, however that is. */
public final class DevLock implements Closeable {
    private final FileChannel file;

    private DevLock(FileChannel file) {
        this.file = file;
    }

    public static DevLock take(DevFolder folder) throws IOException {
        FileChannel file =
                FileChannel.open(
                        folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new DevLock(file);
            }
        } catch (OverlappingFileLockException ours) {
            // Said below.
        }
        file.close();
        throw CommandFailure.failed(
                "another anneal dev runs on "
                        + folder.root()
                        + ". Stop it, or take another --dir.");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

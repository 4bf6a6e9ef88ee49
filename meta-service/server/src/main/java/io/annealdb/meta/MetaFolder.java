package io.annealdb.meta;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A meta node's folder: locked while the node runs, and marked with whose it is, so that no node
 * starts on the state of another.
 */
final class MetaFolder implements Closeable {
    private static final String ID = "meta.id";

    private final Path dir;
    private final FileChannel lockFile;

    private MetaFolder(Path dir, FileChannel lockFile) {
        this.dir = dir;
        this.lockFile = lockFile;
    }

    /**
     * @throws IOException with a line for the operator
     */
    static MetaFolder open(Path dir) throws IOException {
        FileChannel lockFile;
        try {
            Files.createDirectories(dir);
            lockFile =
                    FileChannel.open(
                            dir.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(
                    "The meta folder "
                            + dir
                            + " cannot be written ("
                            + e
                            + "). Make it writable for the user that runs AnnealDB, or set [meta]"
                            + " dir to another one.",
                    e);
        }
        try {
            FileLock lock = lockFile.tryLock();
            if (lock != null) {
                return new MetaFolder(dir, lockFile);
            }
        } catch (OverlappingFileLockException e) {
            // by another node in this JVM
        }
        lockFile.close();
        throw new IOException(
                "The meta folder "
                        + dir
                        + " is in use by a running meta node. Stop that one, or set [meta] dir to"
                        + " another folder.");
    }

    /** Where the log lies. */
    Path raft() {
        return dir.resolve("raft");
    }

    /** Whose folder this is; empty if it is new. */
    Optional<FolderMark> mark() throws IOException {
        Path file = dir.resolve(ID);
        return Files.exists(file)
                ? Optional.of(FolderMark.parse(Files.readString(file), file.toString()))
                : Optional.empty();
    }

    /** Replaces the mark; on disk when this returns. */
    void mark(FolderMark mark) throws IOException {
        Path unfinished = dir.resolve(ID + ".tmp");
        try (FileChannel out =
                FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(mark.format());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(unfinished, dir.resolve(ID), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(dir, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}

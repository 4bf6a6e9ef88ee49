package io.annealdb.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the engine asks of a disk; paths are relative, with '/' between names. The real one is
 * {@link FileDirectory}; tests have one in memory that tears writes, forgets what was not synced
 * and flips bits.
 */
public interface Directory {
    /** Names in a folder, sorted; empty if there is no such folder. */
    List<String> list(String folder) throws IOException;

    boolean exists(String path) throws IOException;

    /** Makes a folder and those above it; nothing if it is there. Durable on return. */
    void makeFolder(String folder) throws IOException;

    /** A new file, or an old one to append to. */
    AppendFile append(String path) throws IOException;

    ReadFile open(String path) throws IOException;

    /** Replaces {@code to} if it is there; durable only after {@link #forceFolder}. */
    void rename(String from, String to) throws IOException;

    /** Removes a file, or a folder with all in it. Does nothing if it is not there. */
    void remove(String path) throws IOException;

    /** Makes names in a folder durable: new files, renames, removals. */
    void forceFolder(String folder) throws IOException;

    /** A folder in this one as a directory of its own. */
    Directory in(String folder);

    /**
     * Takes the directory for one holder, until closed or until the process dies.
     *
     * @throws IOException if another holder has it; says so in words for the operator
     */
    Closeable lock(String name) throws IOException;

    /**
     * Where a path lies on a real disk, for a library that opens files itself; empty if nowhere.
     */
    Optional<Path> realPath(String path);

    /** Written at its end only. */
    interface AppendFile extends Closeable {
        void write(ByteBuffer bytes) throws IOException;

        /** What was written is on disk when this returns. */
        void force() throws IOException;

        long size() throws IOException;

        /** Cuts the file, for a torn tail. */
        void truncate(long size) throws IOException;
    }

    /** Read at any place, by any thread. */
    interface ReadFile extends Closeable {
        long size() throws IOException;

        /**
         * Fills the buffer from a position; throws {@link java.io.EOFException} if the file ends
         * before.
         */
        void read(long position, ByteBuffer into) throws IOException;
    }
}

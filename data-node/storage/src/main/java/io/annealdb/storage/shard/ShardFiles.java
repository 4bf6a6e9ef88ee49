package io.annealdb.storage.shard;

import io.annealdb.storage.DamagedException;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The block files of a shard, changed only together with its manifest: the manifest is on disk
 * before the list in memory changes. Switches are made one at a time under this object's lock; the
 * list may be read by any thread.
 */
final class ShardFiles implements Closeable {
    static final String QUARANTINE = "quarantine";
    static final String SUFFIX = ".block";

    private final Directory directory;
    private final String folder;
    private Manifest manifest;
    private long nextFile;
    private volatile List<ShardFile> files;

    ShardFiles(Directory directory, String folder, Manifest manifest, List<ShardFile> files) {
        this.directory = directory;
        this.folder = folder;
        this.manifest = manifest;
        this.nextFile = manifest.nextFile();
        this.files = List.copyOf(files);
    }

    String folder() {
        return folder;
    }

    List<ShardFile> files() {
        return files;
    }

    long bytes() {
        return files.stream().mapToLong(file -> file.file().bytes()).sum();
    }

    /** Rows, those that overwrite each other counted apart. */
    long rows() {
        return files.stream().mapToLong(file -> file.file().summary().rows()).sum();
    }

    /** A name for a new file; none gets it again. */
    synchronized String newName() {
        return String.format("%012d", nextFile++) + SUFFIX;
    }

    /** What changes in memory, under the shard's lock, once the manifest is on disk. */
    interface Published {
        void publish(Runnable listSwitch);
    }

    /**
     * Adds and removes files in one switch of the manifest.
     *
     * @param firstSegment the log's first segment from now on; 0 if unchanged
     * @return those removed: one that was set aside meanwhile is not among them
     */
    synchronized List<ShardFile> change(
            List<ShardFile> added, Set<ShardFile> removed, long firstSegment, Published then)
            throws IOException {
        return change(
                added, removed, firstSegment, manifest.deletes(), UnaryOperator.identity(), then);
    }

    /**
     * @param deletes the generation of the log of deletes from now on
     * @param staying what becomes of the entry of each file that stays
     */
    synchronized List<ShardFile> change(
            List<ShardFile> added,
            Set<ShardFile> removed,
            long firstSegment,
            long deletes,
            UnaryOperator<ShardFile> staying,
            Published then)
            throws IOException {
        List<ShardFile> gone = files.stream().filter(removed::contains).toList();
        List<ShardFile> next = new ArrayList<>(files);
        next.removeAll(removed);
        next.replaceAll(staying);
        next.addAll(added);
        Manifest replaced =
                new Manifest(
                        nextFile,
                        firstSegment == 0 ? manifest.firstSegment() : firstSegment,
                        deletes,
                        next.stream().map(ShardFile::entry).toList());
        replaced.replace(directory, folder);
        manifest = replaced;
        then.publish(() -> files = List.copyOf(next));
        return gone;
    }

    /** A change that looks at what the shard's lock guards before it switches. */
    interface Guarded {
        void run() throws IOException;
    }

    /** Runs a change with all locks that it needs, taken in their order. */
    synchronized void exclusively(Lock shardLock, Guarded change) throws IOException {
        shardLock.lock();
        try {
            change.run();
        } finally {
            shardLock.unlock();
        }
    }

    /** Whether, after a switch that failed, the manifest on disk may name that generation. */
    boolean mayName(long deletes) {
        return mayBe(manifest -> manifest.deletes() == deletes);
    }

    private synchronized boolean mayBe(Predicate<Manifest> so) {
        try {
            return so.test(Manifest.read(directory, folder));
        } catch (IOException | DamagedException e) {
            return true;
        }
    }

    /** Closes new files after a switch that failed; they go, unless it may have happened. */
    void abandon(List<ShardFile> added) {
        for (ShardFile file : added) {
            String name = file.entry().name();
            boolean named =
                    mayBe(
                            manifest ->
                                    manifest.files().stream()
                                            .anyMatch(entry -> entry.name().equals(name)));
            file.file().retire(named ? () -> {} : () -> remove(file.file().path(), () -> {}));
        }
    }

    /** Files that the manifest does not name any more go once nobody reads them. */
    void retire(List<ShardFile> gone, Runnable failed) {
        for (ShardFile file : gone) {
            file.file().retire(() -> remove(file.file().path(), failed));
        }
    }

    private void remove(String path, Runnable failed) {
        try {
            directory.remove(path);
        } catch (IOException e) {
            failed.run(); // the next start removes it
        }
    }

    /** Takes a file out of the manifest and moves it to where an operator can look at it. */
    synchronized boolean setAside(ShardFile file, Published then) throws IOException {
        if (!files.contains(file)) {
            return false;
        }
        change(List.of(), Set.of(file), 0, then);
        moveAside(directory, folder, file.entry().name());
        file.file().retire(() -> {});
        return true;
    }

    /**
     * Reads the manifest again; one that is not what it must be is written anew.
     *
     * @return whether it was not
     */
    synchronized boolean mendManifest() throws IOException {
        boolean whole;
        try {
            whole = Manifest.read(directory, folder).equals(manifest);
        } catch (DamagedException
                | TooNewException
                | FileNotFoundException
                | NoSuchFileException e) {
            whole = false; // this very process has written it
        }
        if (!whole) {
            manifest.replace(directory, folder);
        }
        return !whole;
    }

    static void moveAside(Directory directory, String folder, String name) throws IOException {
        String aside = folder + "/" + QUARANTINE;
        directory.makeFolder(aside);
        directory.rename(folder + "/" + name, aside + "/" + name);
        directory.forceFolder(aside);
        directory.forceFolder(folder);
    }

    @Override
    public void close() {
        files.forEach(file -> file.file().retire(() -> {}));
        files = List.of();
    }
}

package io.annealdb.storage.shard;

import io.annealdb.storage.DamagedException;
import io.annealdb.storage.FileIntake;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes files into the shard's folder:
 *
 * <pre>
 *   chunks ─▶ incoming/….part ─▶ checksum right, forced ─▶ a name of this shard's own ─▶ manifest
 * </pre>
 *
 * Guarded by itself, since a stream that was given up may still bring a chunk.
 */
final class LocalIntake implements FileIntake {
    private final LocalShard shard;
    private final Directory directory;
    private final Map<PinnedFile, IncomingFile> open = new HashMap<>();
    private final Set<PinnedFile> finished = new LinkedHashSet<>();
    private boolean closed;

    LocalIntake(LocalShard shard) {
        this.shard = shard;
        this.directory = shard.services().root();
        shard.countIntakes(1);
    }

    private String folder() {
        return shard.files.folder() + "/" + IncomingFile.FOLDER;
    }

    private String path(PinnedFile file) {
        return IncomingFile.path(shard.files.folder(), file);
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("another copy into " + shard + " has begun since");
        }
    }

    @Override
    public synchronized List<Long> here(List<PinnedFile> files) throws IOException {
        checkOpen();
        List<Long> here = new ArrayList<>(files.size());
        for (PinnedFile file : files) {
            here.add(
                    isHere(file)
                            ? file.bytes()
                            : Math.min(file.bytes(), IncomingFile.here(directory, path(file))));
        }
        return here;
    }

    /** Whether the very same content is here already: the source may have it twice. */
    private boolean isHere(PinnedFile file) {
        return shard.files.files().stream()
                        .map(ShardFile::entry)
                        .anyMatch(held -> same(file, held.bytes(), held.crc32c()))
                || finished.stream().anyMatch(done -> same(file, done.bytes(), done.crc32c()));
    }

    private static boolean same(PinnedFile file, long bytes, int crc32c) {
        return file.bytes() == bytes && file.crc32c() == crc32c;
    }

    @Override
    public synchronized void append(PinnedFile file, long offset, byte[] chunk) throws IOException {
        checkOpen();
        if (!isHere(file)) {
            incoming(file).append(offset, chunk);
        }
    }

    private IncomingFile incoming(PinnedFile file) throws IOException {
        IncomingFile known = open.get(file);
        if (known == null) {
            directory.makeFolder(folder());
            known = IncomingFile.open(directory, path(file), file, shard.services().scheduler());
            open.put(file, known);
        }
        return known;
    }

    @Override
    public synchronized void finish(PinnedFile file) throws IOException {
        checkOpen();
        if (isHere(file)) {
            return;
        }
        try (IncomingFile done = incoming(file)) {
            open.remove(file);
            done.finish();
            finished.add(file);
        } catch (DamagedException | IOException e) {
            directory.remove(path(file)); // after a failed force nobody knows what is on disk
            throw e;
        }
    }

    @Override
    public synchronized void commit() throws IOException {
        checkOpen();
        join();
        directory.remove(folder());
    }

    /** Makes finished files part of the shard, in one switch of its manifest. */
    private void join() throws IOException {
        shard.maintenance.lock();
        List<ShardFile> added = new ArrayList<>();
        boolean done = false;
        try {
            for (PinnedFile file : finished) {
                String name = shard.files.newName();
                String to = shard.files.folder() + "/" + name;
                directory.rename(path(file), to);
                added.add(
                        new ShardFile(
                                BlockFile.open(
                                        directory, to, shard.watch, shard.services().index()::idOf),
                                new Manifest.Entry(name, file.bytes(), file.crc32c(), 0)));
            }
            directory.forceFolder(shard.files.folder());
            shard.files.change(
                    added,
                    Set.of(),
                    0,
                    listSwitch -> shard.changeContent(() -> publish(added, listSwitch)));
            finished.clear();
            done = true;
        } finally {
            if (!done) {
                added.forEach(file -> file.file().retire(() -> {}));
            }
            shard.maintenance.unlock();
        }
    }

    private void publish(List<ShardFile> added, Runnable listSwitch) {
        listSwitch.run();
        for (ShardFile file : added) {
            shard.raise(file.file().summary().maxStamp());
            file.file().measurements().forEach(shard.types::add);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (IncomingFile begun : open.values()) {
                begun.close();
            }
            open.clear();
            if (!finished.isEmpty() && !shard.closed) {
                join();
            }
        } finally {
            shard.countIntakes(-1);
        }
    }
}

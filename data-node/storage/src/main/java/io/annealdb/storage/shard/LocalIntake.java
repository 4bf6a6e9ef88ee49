package io.annealdb.storage.shard;

import io.annealdb.storage.DamagedException;
import io.annealdb.storage.FileIntake;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/** Takes files under names of this shard's own; they count when the manifest names them. */
final class LocalIntake implements FileIntake {
    private static final String BESIDE = ".tmp";

    private final LocalShard shard;
    private final Directory directory;
    private final Map<String, Incoming> incoming = new HashMap<>();

    /** Finished files by the name that they will have here. */
    private final Map<String, Manifest.Entry> finished = new LinkedHashMap<>();

    private boolean committed;
    private boolean closed;

    private static final class Incoming {
        private final String name;
        private final Directory.AppendFile file;
        private final CRC32C crc = new CRC32C();
        private long bytes;

        Incoming(String name, Directory.AppendFile file) {
            this.name = name;
            this.file = file;
        }
    }

    LocalIntake(LocalShard shard) {
        this.shard = shard;
        this.directory = shard.services().root();
        shard.countIntakes(1);
    }

    private String path(String name) {
        return shard.files.folder() + "/" + name;
    }

    @Override
    public void append(String name, byte[] chunk) throws IOException {
        Incoming to = incoming.get(name);
        if (to == null) {
            String ownName = shard.files.newName();
            directory.remove(path(ownName + BESIDE));
            to = new Incoming(ownName, directory.append(path(ownName + BESIDE)));
            incoming.put(name, to);
        }
        to.file.write(ByteBuffer.wrap(chunk));
        to.crc.update(chunk);
        to.bytes += chunk.length;
    }

    @Override
    public void finish(String name, long bytes, int crc32c) throws IOException {
        Incoming done = incoming.remove(name);
        if (done == null) {
            throw new DamagedException("no byte of " + name + " has come");
        }
        try (Directory.AppendFile file = done.file) {
            if (done.bytes != bytes || (int) done.crc.getValue() != crc32c) {
                directory.remove(path(done.name + BESIDE));
                throw new DamagedException(
                        name
                                + " came as "
                                + done.bytes
                                + " bytes, "
                                + bytes
                                + " were promised, or fails its checksum. Copy it again.");
            }
            file.force();
        }
        finished.put(done.name, new Manifest.Entry(done.name, bytes, crc32c, 0));
    }

    @Override
    public void commit() throws IOException {
        shard.maintenance.lock();
        List<ShardFile> added = new ArrayList<>();
        boolean done = false;
        try {
            for (Manifest.Entry entry : finished.values()) {
                directory.rename(path(entry.name() + BESIDE), path(entry.name()));
            }
            directory.forceFolder(shard.files.folder());
            for (Manifest.Entry entry : finished.values()) {
                BlockFile file =
                        BlockFile.open(
                                directory,
                                path(entry.name()),
                                shard.watch,
                                shard.services().index()::idOf);
                added.add(new ShardFile(file, entry));
            }
            shard.files.change(
                    added,
                    Set.of(),
                    0,
                    listSwitch -> shard.changeContent(() -> publish(added, listSwitch)));
            done = true;
            committed = true;
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
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        shard.countIntakes(-1);
        for (Incoming open : incoming.values()) {
            open.file.close();
            directory.remove(path(open.name + BESIDE));
        }
        incoming.clear();
        if (!committed) {
            for (String name : finished.keySet()) {
                directory.remove(path(name + BESIDE));
                directory.remove(path(name));
            }
        }
        finished.clear();
    }
}

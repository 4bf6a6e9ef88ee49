package io.annealdb.storage.shard;

import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.block.BlockFileWriter;
import io.annealdb.storage.disk.Directory;
import java.io.Closeable;
import java.io.IOException;

/** A block file on its way: written beside, then given its name. Closed without that, it goes. */
final class FileOutput implements Closeable {
    private static final String BESIDE = ".tmp";

    private final LocalShard shard;
    private final Directory directory;
    private final String name;
    private final String path;
    private final BlockFileWriter writer;
    private boolean named;

    FileOutput(LocalShard shard) throws IOException {
        this.shard = shard;
        this.directory = shard.services().root();
        this.name = shard.files.newName();
        this.path = shard.files.folder() + "/" + name;
        this.writer =
                new BlockFileWriter(
                        directory,
                        path + BESIDE,
                        shard.spec().grid(),
                        shard.services().options().rowsPerBlock());
    }

    BlockFileWriter writer() {
        return writer;
    }

    /** Ends the file and opens it; the manifest does not name it yet. */
    ShardFile finish(int deletesApplied) throws IOException {
        BlockFileWriter.Written written = writer.finish();
        writer.close();
        directory.rename(path + BESIDE, path);
        named = true;
        directory.forceFolder(shard.files.folder());
        BlockFile file =
                BlockFile.open(directory, path, shard.watch, shard.services().index()::idOf);
        return new ShardFile(
                file, new Manifest.Entry(name, written.bytes(), written.crc32c(), deletesApplied));
    }

    @Override
    public void close() throws IOException {
        if (!named) {
            try {
                writer.close();
            } finally {
                directory.remove(path + BESIDE);
            }
        }
    }
}

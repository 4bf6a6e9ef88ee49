package io.annealdb.storage.shard;

import io.annealdb.points.Rows;
import io.annealdb.storage.Forgetting;
import io.annealdb.storage.RewritePace;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.block.BlockFileWriter;
import io.annealdb.storage.cache.RowCache;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps what witnesses name in block files of its own, in a folder that the next start removes, and
 * has them left out of a full compaction.
 *
 * <pre>
 *   values that a witness names ─▶ ….tmp/….block ─▶ {@link ForgottenValues} ─▶ {@link FullCompaction}
 * </pre>
 */
final class LocalForgetting implements Forgetting {
    /** Of a witness; what is more is merged into one, since each that is open takes memory. */
    private static final int FILES_MAX = 64;

    private static final BlockFile.Observer BROKEN =
            new BlockFile.Observer() {
                @Override
                public void blockRead() {}

                @Override
                public void damaged(BlockFile file, String why) {
                    // the reader gets its exception, and nothing is forgotten
                }
            };

    private final LocalShard shard;
    private final Directory directory;
    private final String folder;
    private final List<List<ShardFile>> named = new ArrayList<>();

    LocalForgetting(LocalShard shard, int witnesses) throws IOException {
        if (witnesses < 1) {
            throw new IllegalArgumentException(witnesses + " witnesses");
        }
        this.shard = shard;
        this.directory = shard.services().root();
        this.folder = shard.files.folder() + "/" + shard.files.newName() + ".tmp";
        Stream.generate(ArrayList<ShardFile>::new).limit(witnesses).forEach(named::add);
        directory.makeFolder(folder);
    }

    private interface Content {
        void write(BlockFileWriter writer) throws IOException;
    }

    @Override
    public void add(int witness, Rows values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        RowCache cache = new RowCache();
        cache.append(values, cache.prepare(values, shard.services().index()::idOf));
        List<ShardFile> files = named.get(witness);
        files.add(file(writer -> CacheOutput.write(cache, cache.mark(), KeptDeletes.NONE, writer)));
        if (files.size() > FILES_MAX) {
            mergeInto(files);
        }
    }

    private void mergeInto(List<ShardFile> files) throws IOException {
        FileMerge merge =
                new FileMerge(
                        shard.services().index(), ForgottenValues.NONE, shard::checkNotClosing);
        ShardFile merged = file(writer -> merge.write(files, KeptDeletes.NONE, writer));
        files.forEach(this::remove);
        files.clear();
        files.add(merged);
    }

    private ShardFile file(Content content) throws IOException {
        String name = shard.files.newName();
        String path = folder + "/" + name;
        BlockFileWriter.Written written;
        try (BlockFileWriter writer =
                new BlockFileWriter(
                        directory,
                        path,
                        shard.spec().grid(),
                        shard.services().options().rowsPerBlock())) {
            content.write(writer);
            written = writer.finish();
        }
        return new ShardFile(
                BlockFile.open(directory, path, BROKEN, shard.services().index()::idOf),
                new Manifest.Entry(name, written.bytes(), written.crc32c(), 0));
    }

    @Override
    public long commit(RewritePace pace) throws IOException {
        if (named.stream().anyMatch(List::isEmpty)) {
            return 0;
        }
        ForgottenValues forgotten = new ForgottenValues(named);
        shard.rewrite(forgotten, pace);
        return forgotten.points();
    }

    private void remove(ShardFile file) {
        file.file().retire(() -> {});
    }

    @Override
    public void close() throws IOException {
        named.forEach(files -> files.forEach(this::remove));
        named.clear();
        directory.remove(folder);
    }
}

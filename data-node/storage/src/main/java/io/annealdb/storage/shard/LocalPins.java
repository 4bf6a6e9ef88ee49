package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.storage.PinnedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The files of a snapshot, for a copy. */
final class LocalPins implements PinnedFiles {
    private final Snapshot snapshot;
    private boolean closed;

    LocalPins(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Override
    public List<PinnedFile> files() {
        return snapshot.files().stream()
                .map(
                        file ->
                                new PinnedFile(
                                        file.entry().name(),
                                        file.entry().bytes(),
                                        file.entry().crc32c()))
                .toList();
    }

    @Override
    public List<Delete> deletes() {
        return snapshot.deletes();
    }

    @Override
    public byte[] read(PinnedFile file, long offset, int length) throws IOException {
        for (ShardFile held : snapshot.files()) {
            if (held.entry().name().equals(file.name())) {
                long left = Math.max(0, held.entry().bytes() - offset);
                byte[] bytes = new byte[(int) Math.min(length, left)];
                held.file().read(offset, ByteBuffer.wrap(bytes));
                return bytes;
            }
        }
        throw new IOException(file.name() + " is not one of the pinned files");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            snapshot.close();
        }
    }
}

package io.annealdb.data.repair;

import io.annealdb.data.peer.CopySession;
import io.annealdb.points.Delete;
import io.annealdb.storage.FileIntake;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.Shard;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The end of a copy: deletes are stored as they come, files once they are whole. */
final class ShardIntake implements CopySession {
    private final DeleteIntake deletes;
    private final FileIntake files;
    private final Runnable admission;
    private long bytes;

    /**
     * @param admission throws once this copy has no business here any more
     */
    ShardIntake(Shard shard, DeleteIntake deletes, Runnable admission) throws IOException {
        this.admission = admission;
        this.deletes = deletes;
        this.files = shard.receiveFiles();
    }

    @Override
    public void delete(Delete delete) throws IOException {
        admission.run();
        deletes.store(delete);
    }

    @Override
    public void bytes(PinnedFile file, long offset, byte[] chunk) throws IOException {
        admission.run();
        files.append(file, offset, chunk);
        bytes += chunk.length;
    }

    @Override
    public void end(PinnedFile file) throws IOException {
        files.finish(file);
    }

    @Override
    public long finish() throws IOException {
        admission.run();
        files.commit();
        return bytes;
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

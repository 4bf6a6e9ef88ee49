package io.annealdb.data.repair;

import io.annealdb.data.peer.CopySession;
import io.annealdb.points.Delete;
import io.annealdb.repair.compare.PushOutcome;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.compare.Throttle;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import java.io.IOException;

/** What comes from a source, stored no faster than this node's writes leave room for. */
final class GuardedIntake {
    private GuardedIntake() {}

    static PushSession of(PushSession rows, Throttle throttle) {
        return new PushSession() {
            @Override
            public void send(byte[] chunk) throws IOException {
                throttle.beforeSending(chunk.length);
                rows.send(chunk);
            }

            @Override
            public PushOutcome finish() throws IOException {
                return rows.finish();
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    static CopySession of(CopySession files, Throttle throttle) {
        return new CopySession() {
            @Override
            public void delete(Delete delete) throws IOException {
                files.delete(delete);
            }

            @Override
            public void bytes(PinnedFile file, long offset, byte[] chunk) throws IOException {
                throttle.beforeSending(chunk.length);
                files.bytes(file, offset, chunk);
            }

            @Override
            public void end(PinnedFile file) throws IOException {
                files.end(file);
            }

            @Override
            public long finish() throws IOException {
                return files.finish();
            }

            @Override
            public void close() {
                files.close();
            }
        };
    }
}

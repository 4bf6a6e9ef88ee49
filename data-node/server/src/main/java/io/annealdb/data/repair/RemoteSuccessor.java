package io.annealdb.data.repair;

import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.Peer;
import io.annealdb.points.Delete;
import io.annealdb.points.ShardId;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.compare.Successor;
import io.annealdb.repair.compare.Throttle;
import io.annealdb.storage.PinnedFiles;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.Shard;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/** The successor of a hop, at the other end of a {@link Peer}. */
final class RemoteSuccessor implements Successor {
    /** Small enough that a garbage collector does not take the arrays for huge. */
    private static final int CHUNK_BYTES = 256 << 10;

    private final Peer peer;
    private final String repairId;
    private final Shard own;

    RemoteSuccessor(Peer peer, String repairId, Shard own) {
        this.peer = peer;
        this.repairId = repairId;
        this.own = own;
    }

    private ShardId shard() {
        return own.spec().id();
    }

    @Override
    public byte[] ask(byte[] question) throws IOException {
        return peer.ask(repairId, shard(), question);
    }

    @Override
    public PushSession push() throws IOException {
        return peer.push(repairId, shard());
    }

    @Override
    public long copyFiles(Throttle throttle, LongConsumer sent) throws IOException {
        int chunkBytes = throttle.chunkBytesMax(CHUNK_BYTES);
        try (PinnedFiles pinned = own.pinFiles()) {
            List<PinnedFile> files = pinned.files();
            List<Long> there = peer.filesThere(repairId, shard(), files);
            try (CopySession copy = peer.copyShard(repairId, shard())) {
                for (Delete delete : pinned.deletes()) {
                    copy.delete(delete);
                }
                sent.accept(0); // a copy that was all there is one, too
                for (int i = 0; i < files.size(); i++) {
                    PinnedFile file = files.get(i);
                    for (long at = there.get(i); at < file.bytes(); at += chunkBytes) {
                        int length = (int) Math.min(chunkBytes, file.bytes() - at);
                        throttle.beforeSending(length);
                        copy.bytes(file, at, pinned.read(file, at, length));
                        sent.accept(length);
                    }
                    copy.end(file);
                }
                return copy.finish();
            }
        }
    }
}

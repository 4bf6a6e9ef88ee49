package io.annealdb.cli.simulator;

import io.annealdb.data.peer.CopySession;
import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import java.io.IOException;

/**
 * A stream of files to a peer. Nothing in it arrives twice, as on a connection; what is lost breaks
 * it.
 */
final class RemoteCopy implements CopySession {
    private interface Part {
        void giveTo(CopySession there) throws IOException;
    }

    private final SimulatedNetwork network;
    private final Life self;
    private final NodeId to;
    private final String repairId;
    private final ShardId shard;
    private CopySession there;
    private int sent;
    private int taken;
    private boolean closed;

    RemoteCopy(SimulatedNetwork network, Life self, NodeId to, String repairId, ShardId shard) {
        this.network = network;
        this.self = self;
        this.to = to;
        this.repairId = repairId;
        this.shard = shard;
    }

    private void send(String what, Part part) {
        int number = ++sent;
        network.slowCall(
                self,
                to,
                what + " of " + repairId,
                calls -> {
                    if (there == null && number == 1) {
                        there = calls.copyShard(repairId, shard);
                    }
                    if (number == taken + 1 && !closed) {
                        taken = number;
                        part.giveTo(there);
                    }
                    return true;
                });
    }

    @Override
    public void delete(Delete delete) {
        byte[] bytes = DeleteCodec.encode(delete);
        send("delete", copy -> copy.delete(DeleteCodec.decode(bytes, 0, bytes.length)));
    }

    @Override
    public void bytes(PinnedFile file, long offset, byte[] chunk) {
        send("file", copy -> copy.bytes(file, offset, chunk));
    }

    @Override
    public void end(PinnedFile file) {
        send("end of file", copy -> copy.end(file));
    }

    @Override
    public long finish() {
        long[] bytes = {0};
        send("end", copy -> bytes[0] = copy.finish());
        return bytes[0];
    }

    @Override
    public void close() {
        closed = true;
        if (there != null) {
            try {
                there.close();
            } catch (RuntimeException e) {
                // the other side is off
            }
        }
    }
}

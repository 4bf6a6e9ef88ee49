package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.proto.CopyChunk;
import io.annealdb.proto.CopyReply;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;

/** The receiving end of a copy of a shard; what has come stays when the stream breaks. */
final class CopyIntake extends StreamIntake<CopyChunk, CopySession, CopyReply> {
    private final NodeCalls node;

    CopyIntake(NodeCalls node, StreamObserver<CopyReply> out) {
        super(out);
        this.node = node;
    }

    @Override
    CopySession open(CopyChunk first) throws IOException {
        return node.copyShard(first.getRepairId(), new ShardId(first.getShardId()));
    }

    @Override
    void take(CopySession into, CopyChunk chunk) throws IOException {
        switch (chunk.getPartCase()) {
            case DELETE -> {
                byte[] delete = chunk.getDelete().toByteArray();
                into.delete(DeleteCodec.decode(delete, 0, delete.length));
            }
            case BYTES ->
                    into.bytes(
                            RepairMessages.file(chunk.getBytes().getFile()),
                            chunk.getBytes().getOffset(),
                            chunk.getBytes().getBytes().toByteArray());
            case END -> into.end(RepairMessages.file(chunk.getEnd()));
            case PART_NOT_SET -> {
                // opens the stream of a shard without files
            }
        }
    }

    @Override
    CopyReply finish(Optional<CopySession> all) throws IOException {
        long bytes = all.isPresent() ? all.get().finish() : 0;
        return CopyReply.newBuilder().setBytes(bytes).build();
    }

    @Override
    void close(CopySession ended) {
        ended.close();
    }
}

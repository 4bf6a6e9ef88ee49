package io.annealdb.data.peer.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.PushChunk;
import io.annealdb.proto.PushReply;
import io.annealdb.repair.compare.PushOutcome;
import io.annealdb.repair.compare.PushSession;
import io.grpc.Channel;
import java.io.IOException;

/** Rows on their way to a peer. */
final class RemotePush implements PushSession {
    private final ChunkStream<PushChunk, PushReply> stream;
    private final String repairId;
    private final ShardId shard;

    RemotePush(NodeId node, Channel channel, String repairId, ShardId shard) {
        this.stream = new ChunkStream<>(node, answer -> DataNodeGrpc.newStub(channel).push(answer));
        this.repairId = repairId;
        this.shard = shard;
    }

    @Override
    public void send(byte[] chunk) throws IOException {
        stream.send(
                PushChunk.newBuilder()
                        .setRepairId(repairId)
                        .setShardId(shard.value())
                        .setRows(UnsafeByteOperations.unsafeWrap(chunk))
                        .build());
    }

    @Override
    public PushOutcome finish() throws IOException {
        PushReply reply = stream.finish();
        return new PushOutcome(reply.getPoints(), reply.getValues());
    }

    @Override
    public void close() {
        stream.cancel();
    }
}

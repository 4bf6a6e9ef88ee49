package io.annealdb.data.peer.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.annealdb.data.peer.CopySession;
import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.proto.CopyChunk;
import io.annealdb.proto.CopyReply;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.FileBytes;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.grpc.Channel;
import java.io.IOException;

/** A shard's deletes and files on their way to a peer that lost it. */
final class RemoteCopy implements CopySession {
    private final ChunkStream<CopyChunk, CopyReply> stream;
    private final String repairId;
    private final ShardId shard;

    RemoteCopy(NodeId node, Channel channel, String repairId, ShardId shard) {
        this.stream =
                new ChunkStream<>(node, answer -> DataNodeGrpc.newStub(channel).copyShard(answer));
        this.repairId = repairId;
        this.shard = shard;
    }

    private CopyChunk.Builder chunk() {
        return CopyChunk.newBuilder().setRepairId(repairId).setShardId(shard.value());
    }

    @Override
    public void delete(Delete delete) throws IOException {
        stream.send(chunk().setDelete(ByteString.copyFrom(DeleteCodec.encode(delete))).build());
    }

    @Override
    public void bytes(PinnedFile file, long offset, byte[] bytes) throws IOException {
        FileBytes part =
                FileBytes.newBuilder()
                        .setFile(RepairMessages.encode(file))
                        .setOffset(offset)
                        .setBytes(UnsafeByteOperations.unsafeWrap(bytes))
                        .build();
        stream.send(chunk().setBytes(part).build());
    }

    @Override
    public void end(PinnedFile file) throws IOException {
        stream.send(chunk().setEnd(RepairMessages.encode(file)).build());
    }

    @Override
    public long finish() throws IOException {
        stream.send(chunk().build()); // a shard without files is a copy too
        return stream.finish().getBytes();
    }

    @Override
    public void close() {
        stream.cancel();
    }
}

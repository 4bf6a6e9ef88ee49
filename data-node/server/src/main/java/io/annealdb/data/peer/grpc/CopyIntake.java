package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.proto.CopyChunk;
import io.annealdb.proto.CopyReply;
import io.annealdb.proto.FileEnd;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;

/** The receiving end of a copy of a shard; a stream that breaks leaves nothing behind. */
final class CopyIntake implements StreamObserver<CopyChunk> {
    private final NodeCalls node;
    private final StreamObserver<CopyReply> out;
    private Optional<CopySession> session = Optional.empty();
    private int files;
    private boolean failed;

    CopyIntake(NodeCalls node, StreamObserver<CopyReply> out) {
        this.node = node;
        this.out = out;
    }

    @Override
    public void onNext(CopyChunk chunk) {
        if (failed) {
            return;
        }
        try {
            if (session.isEmpty()) {
                session =
                        Optional.of(
                                node.copyShard(
                                        chunk.getRepairId(), new ShardId(chunk.getShardId())));
            }
            take(session.get(), chunk);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void take(CopySession into, CopyChunk chunk) throws IOException {
        switch (chunk.getPartCase()) {
            case DELETE -> {
                byte[] delete = chunk.getDelete().toByteArray();
                into.delete(DeleteCodec.decode(delete, 0, delete.length));
            }
            case BYTES ->
                    into.bytes(
                            chunk.getBytes().getName(), chunk.getBytes().getBytes().toByteArray());
            case END -> {
                FileEnd end = chunk.getEnd();
                into.end(end.getName(), end.getBytes(), end.getCrc32C());
                files++;
            }
            case PART_NOT_SET -> {
                // opens the stream of a shard without files
            }
        }
    }

    private void fail(Exception e) {
        failed = true;
        session.ifPresent(CopySession::close);
        out.onError(Failures.status(e).asRuntimeException());
    }

    @Override
    public void onError(Throwable broken) {
        session.ifPresent(CopySession::close);
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        try {
            long bytes = session.isPresent() ? session.get().finish() : 0;
            out.onNext(CopyReply.newBuilder().setBytes(bytes).setFiles(files).build());
            out.onCompleted();
            session.ifPresent(CopySession::close);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }
}

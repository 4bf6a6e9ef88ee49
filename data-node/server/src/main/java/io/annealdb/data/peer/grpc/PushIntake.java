package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.points.ShardId;
import io.annealdb.proto.PushChunk;
import io.annealdb.proto.PushReply;
import io.annealdb.repair.compare.PushOutcome;
import io.annealdb.repair.compare.PushSession;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;

/**
 * The receiving end of a stream of rows. gRPC hands over the next chunk when the last one has
 * returned, so it is on disk by then and memory is bounded.
 */
final class PushIntake implements StreamObserver<PushChunk> {
    private final NodeCalls node;
    private final StreamObserver<PushReply> out;
    private Optional<PushSession> session = Optional.empty();
    private boolean failed;

    PushIntake(NodeCalls node, StreamObserver<PushReply> out) {
        this.node = node;
        this.out = out;
    }

    @Override
    public void onNext(PushChunk chunk) {
        if (failed) {
            return;
        }
        try {
            if (session.isEmpty()) {
                session =
                        Optional.of(
                                node.push(chunk.getRepairId(), new ShardId(chunk.getShardId())));
            }
            session.get().send(chunk.getRows().toByteArray());
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        failed = true;
        session.ifPresent(PushSession::close);
        out.onError(Failures.status(e).asRuntimeException());
    }

    @Override
    public void onError(Throwable broken) {
        session.ifPresent(PushSession::close);
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        try {
            PushOutcome outcome =
                    session.isPresent() ? session.get().finish() : new PushOutcome(0, 0);
            out.onNext(
                    PushReply.newBuilder()
                            .setPoints(outcome.points())
                            .setValues(outcome.values())
                            .build());
            out.onCompleted();
            session.ifPresent(PushSession::close);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }
}

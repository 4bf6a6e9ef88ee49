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
final class PushIntake extends StreamIntake<PushChunk, PushSession, PushReply> {
    private final NodeCalls node;

    PushIntake(NodeCalls node, StreamObserver<PushReply> out) {
        super(out);
        this.node = node;
    }

    @Override
    PushSession open(PushChunk first) throws IOException {
        return node.push(first.getRepairId(), new ShardId(first.getShardId()));
    }

    @Override
    void take(PushSession into, PushChunk chunk) throws IOException {
        into.send(chunk.getRows().toByteArray());
    }

    @Override
    PushReply finish(Optional<PushSession> all) throws IOException {
        PushOutcome outcome = all.isPresent() ? all.get().finish() : new PushOutcome(0, 0);
        return PushReply.newBuilder()
                .setPoints(outcome.points())
                .setValues(outcome.values())
                .build();
    }

    @Override
    void close(PushSession ended) {
        ended.close();
    }
}

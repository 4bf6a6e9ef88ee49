package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.points.NodeId;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.HopOrder;
import io.annealdb.proto.HopPhaseProto;
import io.annealdb.proto.HopProgress;
import io.annealdb.wire.ReplyQueue;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A hop that this node has ordered at another one, which is its source. */
final class RemoteHop {
    private static final long LOOK_MILLIS = 200;

    private final NodeId source;
    private final Duration silenceMax;
    private final ReplyQueue<HopProgress> replies = new ReplyQueue<>();

    /**
     * @param silenceMax how long the source may say nothing
     */
    RemoteHop(NodeId source, ManagedChannel channel, HopOrder order, Duration silenceMax) {
        this.source = source;
        this.silenceMax = silenceMax;
        replies.open(() -> DataNodeGrpc.newStub(channel).runHop(order, replies));
    }

    /**
     * Follows it to its end.
     *
     * @throws IOException if it did not come to a good one
     */
    void untilEnded(BooleanSupplier cancelled) throws IOException {
        try {
            follow(cancelled);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the node stops");
        } finally {
            replies.cancel();
        }
    }

    private void follow(BooleanSupplier cancelled) throws IOException, InterruptedException {
        HopProgress last = HopProgress.getDefaultInstance();
        long silentMillis = 0;
        while (silentMillis < silenceMax.toMillis()) {
            if (cancelled.getAsBoolean()) {
                throw new InterruptedIOException("the hop is called off");
            }
            ReplyQueue.Event<HopProgress> event = replies.next(LOOK_MILLIS);
            if (event == null) {
                silentMillis += LOOK_MILLIS;
            } else if (event.end() == null) {
                silentMillis = 0;
                last = event.reply();
            } else if (event.end().isOk()) {
                check(last);
                return;
            } else {
                throw Failures.peer(source, event.end().asRuntimeException());
            }
        }
        throw new PeerException(
                source, Kind.TIMED_OUT, "says nothing for " + silenceMax.toSeconds() + " s");
    }

    private static void check(HopProgress end) throws IOException {
        HopPhaseProto phase = end.getReport().getPhase();
        if (phase != HopPhaseProto.VERIFIED && phase != HopPhaseProto.SKIPPED) {
            throw new IOException("the source has given the hop up: " + end.getReport().getNote());
        }
    }
}

package io.annealdb.cli.connect;

import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.HopOrder;
import io.annealdb.proto.HopProgress;
import io.annealdb.wire.ReplyQueue;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One hop that a command has ordered at its source, without a coordinator. It ends with the stream;
 * a source that is silent for too long is given up, and stops.
 */
final class RunningHop {
    private final ReplyQueue<HopProgress> replies = new ReplyQueue<>();
    private final Duration silenceMax;

    /**
     * @param silenceMax how long the source may say nothing
     */
    RunningHop(ManagedChannel source, HopOrder order, Duration silenceMax) {
        this.silenceMax = silenceMax;
        replies.open(() -> DataNodeGrpc.newStub(source).runHop(order, replies));
    }

    /**
     * Follows it to its end.
     *
     * @return what the source said last
     * @throws StatusRuntimeException if the source does not answer, or says nothing any more
     */
    HopProgress untilEnded(Consumer<HopProgress> watch) {
        HopProgress last = HopProgress.getDefaultInstance();
        try {
            while (true) {
                ReplyQueue.Event<HopProgress> event = replies.next(silenceMax.toMillis());
                if (event == null) {
                    throw Status.DEADLINE_EXCEEDED
                            .withDescription("no progress for " + silenceMax.toSeconds() + " s")
                            .asRuntimeException();
                }
                if (event.end() != null) {
                    if (event.end().isOk()) {
                        return last;
                    }
                    throw event.end().asRuntimeException();
                }
                last = event.reply();
                watch.accept(last);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
        } finally {
            replies.cancel();
        }
    }
}

package io.annealdb.cli.connect;

import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.HopOrder;
import io.annealdb.proto.HopProgress;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One hop that a command has ordered at its source, without a coordinator. It ends with the stream;
 * a source that is silent for too long is given up, and stops.
 */
final class RunningHop implements StreamObserver<HopProgress> {
    /** Progress, or the stream's end: exactly one is set. */
    private record Event(HopProgress progress, Status end) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Context.CancellableContext call = Context.ROOT.withCancellation();
    private final Duration silenceMax;

    /**
     * @param silenceMax how long the source may say nothing
     */
    RunningHop(ManagedChannel source, HopOrder order, Duration silenceMax) {
        this.silenceMax = silenceMax;
        call.run(() -> DataNodeGrpc.newStub(source).runHop(order, this));
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
                Event event = events.poll(silenceMax.toMillis(), TimeUnit.MILLISECONDS);
                if (event == null) {
                    throw Status.DEADLINE_EXCEEDED
                            .withDescription("no progress for " + silenceMax.toSeconds() + " s")
                            .asRuntimeException();
                }
                if (event.progress == null) {
                    if (event.end.isOk()) {
                        return last;
                    }
                    throw event.end.asRuntimeException();
                }
                last = event.progress;
                watch.accept(last);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
        } finally {
            call.cancel(null);
        }
    }

    @Override
    public void onNext(HopProgress progress) {
        events.add(new Event(progress, null));
    }

    @Override
    public void onError(Throwable trouble) {
        events.add(new Event(null, Status.fromThrowable(trouble)));
    }

    @Override
    public void onCompleted() {
        events.add(new Event(null, Status.OK));
    }
}

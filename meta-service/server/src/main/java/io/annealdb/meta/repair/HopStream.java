package io.annealdb.meta.repair;

import io.annealdb.proto.HopProgress;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The reports of a running hop, for the thread that waits for them. A source sends few of them, so
 * the queue stays short.
 */
final class HopStream implements StreamObserver<HopProgress> {
    /** A report, or the stream's end: exactly one is set. */
    record Event(HopProgress progress, Status end) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Context.CancellableContext call = Context.ROOT.withCancellation();

    /** Opens the stream under a context that {@link #cancel} ends. */
    void open(Runnable start) {
        call.run(start);
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

    /** The next event; null if none came in time. */
    Event next(long millisMax) throws InterruptedException {
        return events.poll(millisMax, TimeUnit.MILLISECONDS);
    }

    /** Stops the hop at its source, if it still runs. */
    void cancel() {
        call.cancel(null);
    }
}

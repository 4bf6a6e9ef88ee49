package io.annealdb.wire;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a streaming call answers, for the one thread that waits for it. It is not bounded: for calls
 * that answer seldom, such as a hop that tells how far it is.
 */
public final class ReplyQueue<T> implements StreamObserver<T> {
    /** A reply, or the stream's end: exactly one is set. */
    public record Event<T>(T reply, Status end) {}

    private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();
    private final Context.CancellableContext call = Context.ROOT.withCancellation();

    /** Opens the stream under a context that {@link #cancel} ends. */
    public void open(Runnable start) {
        call.run(start);
    }

    @Override
    public void onNext(T reply) {
        events.add(new Event<>(reply, null));
    }

    @Override
    public void onError(Throwable trouble) {
        events.add(new Event<>(null, Status.fromThrowable(trouble)));
    }

    @Override
    public void onCompleted() {
        events.add(new Event<>(null, Status.OK));
    }

    /** The next event; null if none came in time. */
    public Event<T> next(long millisMax) throws InterruptedException {
        return events.poll(millisMax, TimeUnit.MILLISECONDS);
    }

    /** Ends the call on both sides, if it still runs. */
    public void cancel() {
        call.cancel(null);
    }
}

package io.annealdb.data.peer.grpc;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;

/**
 * The receiving end of a stream of chunks that are stored as they come. The first chunk opens the
 * session, a failure closes it and is answered at once, what arrives after that is not looked at.
 *
 * @param <C> a chunk
 * @param <S> where chunks are stored
 * @param <R> the one answer, when all is on disk
 */
abstract class StreamIntake<C, S, R> implements StreamObserver<C> {
    private final StreamObserver<R> out;
    private Optional<S> session = Optional.empty();
    private boolean failed;

    StreamIntake(StreamObserver<R> out) {
        this.out = out;
    }

    abstract S open(C first) throws IOException;

    abstract void take(S into, C chunk) throws IOException;

    /** Ends the stream; the session is empty if no chunk came. */
    abstract R finish(Optional<S> all) throws IOException;

    /** Gives a session up unless it has finished. */
    abstract void close(S ended);

    @Override
    public void onNext(C chunk) {
        if (failed) {
            return;
        }
        try {
            if (session.isEmpty()) {
                session = Optional.of(open(chunk));
            }
            take(session.get(), chunk);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Exception e) {
        failed = true;
        session.ifPresent(this::close);
        out.onError(Failures.status(e).asRuntimeException());
    }

    @Override
    public void onError(Throwable broken) {
        session.ifPresent(this::close);
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        try {
            out.onNext(finish(session));
            out.onCompleted();
            session.ifPresent(this::close);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }
}

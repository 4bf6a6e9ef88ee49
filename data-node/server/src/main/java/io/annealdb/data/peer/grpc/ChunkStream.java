package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.points.NodeId;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The sending end of a stream of chunks with one answer at its end. Blocks while the peer is not
 * ready; gives up when it has not been ready for the hop timeout. For one thread.
 */
final class ChunkStream<Q, A> {
    private final NodeId node;
    private final ReadyGate gate = new ReadyGate();
    private final CompletableFuture<A> answer = new CompletableFuture<>();
    private ClientCallStreamObserver<Q> stream;

    /**
     * @param call opens the call with an observer of its answer
     */
    ChunkStream(NodeId node, Consumer<ClientResponseObserver<Q, A>> call) {
        this.node = node;
        call.accept(
                new ClientResponseObserver<Q, A>() {
                    @Override
                    public void beforeStart(ClientCallStreamObserver<Q> opened) {
                        stream = opened;
                        opened.setOnReadyHandler(gate::changed);
                    }

                    @Override
                    public void onNext(A reply) {
                        answer.complete(reply);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                        gate.changed();
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(
                                Status.INTERNAL
                                        .withDescription("the stream ended without an answer")
                                        .asRuntimeException());
                        gate.changed();
                    }
                });
    }

    void send(Q chunk) throws InterruptedIOException {
        boolean ready;
        try {
            ready = gate.await(stream, answer::isDone, GrpcPeer.REPAIR_CALL_MAX.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (answer.isCompletedExceptionally()) {
            await();
        }
        if (!ready) {
            cancel();
            throw new PeerException(node, Kind.TIMED_OUT, "takes no more chunks");
        }
        stream.onNext(chunk);
    }

    A finish() throws InterruptedIOException {
        if (!answer.isDone()) {
            stream.onCompleted();
        }
        return await();
    }

    private A await() throws InterruptedIOException {
        try {
            return answer.get(GrpcPeer.REPAIR_CALL_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Failures.peer(node, e.getCause());
        } catch (TimeoutException e) {
            cancel();
            throw new PeerException(node, Kind.TIMED_OUT, "does not confirm what it was sent");
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private InterruptedIOException interrupted() {
        cancel();
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while sending to node " + node);
    }

    /** Breaks the stream off, unless it was answered. */
    void cancel() {
        if (!answer.isDone()) {
            stream.cancel("given up", null);
        }
    }
}

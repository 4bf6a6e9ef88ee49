package io.annealdb.data.peer.grpc;

import io.grpc.stub.CallStreamObserver;
import java.util.function.BooleanSupplier;

/**
 * Makes the thread that fills a stream wait while the other side is not ready for more: gRPC's
 * {@code isReady}, as a blocking call. The stream's callbacks must run on other threads.
 */
final class ReadyGate {
    private static final long LOOK_MILLIS = 1000;

    private final Object lock = new Object();

    /** To be called by the stream's onReady, and by whatever ends the stream. */
    void changed() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /**
     * @param over whether the stream has ended
     * @param millisMax 0: as long as it takes
     * @return whether it is ready; false if it is over or time is up
     */
    boolean await(CallStreamObserver<?> stream, BooleanSupplier over, long millisMax)
            throws InterruptedException {
        long waited = 0;
        synchronized (lock) {
            while (!stream.isReady() && !over.getAsBoolean()) {
                if (millisMax > 0 && waited >= millisMax) {
                    return false;
                }
                lock.wait(LOOK_MILLIS);
                waited += LOOK_MILLIS;
            }
        }
        return !over.getAsBoolean();
    }
}

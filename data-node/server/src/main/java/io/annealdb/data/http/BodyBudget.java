package io.annealdb.data.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds what request bodies hold in memory together. Any thread may use it. */
final class BodyBudget {
    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * @throws Refusal 503 if too much is held already
     */
    void take(long bytes) {
        if (taken.addAndGet(bytes) > bytesMax) {
            taken.addAndGet(-bytes);
            throw new Refusal(
                    503,
                    "requests in progress fill the "
                            + bytesMax
                            + " bytes that this node keeps for their bodies; try again");
        }
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}

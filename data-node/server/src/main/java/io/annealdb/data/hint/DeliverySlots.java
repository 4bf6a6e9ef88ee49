package io.annealdb.data.hint;

import io.annealdb.points.time.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets so many queues be delivered at once ({@code retry-concurrency}); the others wait in the
 * order in which they came. Any thread may use it.
 */
final class DeliverySlots {
    private final int max;
    private final Scheduler scheduler;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    DeliverySlots(int max, Scheduler scheduler) {
        if (max < 1) {
            throw new IllegalArgumentException("no queue could ever be delivered: " + max);
        }
        this.max = max;
        this.scheduler = scheduler;
    }

    /** Runs it as soon as a slot is free; it must then {@link #release} the slot once. */
    void take(Runnable holder) {
        synchronized (this) {
            if (taken == max) {
                waiting.add(holder);
                return;
            }
            taken++;
        }
        holder.run();
    }

    synchronized void release() {
        if (waiting.isEmpty()) {
            taken--;
        } else {
            scheduler.execute(waiting.remove());
        }
    }
}

package io.annealdb.data.testing;

import io.annealdb.points.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/** Time that a test lets pass: tasks run in the test's thread, when their time has come. */
public final class StepScheduler implements Scheduler, InstantSource {
    private record Planned(long nanos, long order, Runnable task, boolean[] cancelled)
            implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private final Instant start;
    private long now;
    private long orders;

    public StepScheduler(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(now);
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        boolean[] cancelled = {false};
        planned.add(new Planned(now + delay.toNanos(), orders++, task, cancelled));
        return () -> cancelled[0] = true;
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        boolean[] cancelled = {false};
        Runnable[] again = new Runnable[1];
        again[0] =
                () -> {
                    if (!cancelled[0]) {
                        task.run();
                        after(delay, again[0]);
                    }
                };
        after(delay, again[0]);
        return () -> cancelled[0] = true;
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** Runs all that is due now. */
    public void run() {
        pass(Duration.ZERO);
    }

    /** Lets time pass, running tasks on the way. */
    public void pass(Duration time) {
        long until = now + time.toNanos();
        while (!planned.isEmpty() && planned.peek().nanos <= until) {
            Planned next = planned.poll();
            now = Math.max(now, next.nanos);
            if (!next.cancelled[0]) {
                next.task.run();
            }
        }
        now = until;
    }
}

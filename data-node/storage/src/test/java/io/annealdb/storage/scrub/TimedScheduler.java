package io.annealdb.storage.scrub;

import io.annealdb.points.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that a test lets pass. */
final class TimedScheduler implements Scheduler, InstantSource {
    private record Planned(long millis, long order, Runnable task) {}

    private final PriorityQueue<Planned> planned =
            new PriorityQueue<>(
                    Comparator.comparingLong(Planned::millis).thenComparingLong(Planned::order));
    private long now = 1_700_000_000_000L;
    private long order;

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        Planned added = new Planned(now + delay.toMillis(), order++, task);
        planned.add(added);
        return () -> planned.remove(added);
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("a scrub plans each step");
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    void pass(Duration time) {
        long until = now + time.toMillis();
        while (!planned.isEmpty() && planned.peek().millis() <= until) {
            Planned next = planned.poll();
            now = next.millis();
            next.task().run();
        }
        now = until;
    }
}

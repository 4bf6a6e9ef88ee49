package io.annealdb.data.testing;

import io.annealdb.points.time.Scheduler;
import java.time.Duration;

/** A node's own view of a scheduler: once the node has died, none of its tasks runs any more. */
public final class MortalScheduler implements Scheduler {
    private final Scheduler scheduler;
    private boolean dead;

    public MortalScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    public void die() {
        dead = true;
    }

    private Runnable whileAlive(Runnable task) {
        return () -> {
            if (!dead) {
                task.run();
            }
        };
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        return scheduler.after(delay, whileAlive(task));
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        return scheduler.every(delay, whileAlive(task));
    }

    @Override
    public void execute(Runnable task) {
        scheduler.execute(whileAlive(task));
    }
}

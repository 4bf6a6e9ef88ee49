package io.annealdb.points.time;

import java.time.Duration;

/** When things happen: a thread pool in a node, a seeded queue of events in the simulator. */
public interface Scheduler {
    /** Runs a task once, after a delay. */
    Task after(Duration delay, Runnable task);

    /** Runs a task again and again, each time a delay after it ended. */
    Task every(Duration delay, Runnable task);

    /** Runs a task soon, beside others. */
    void execute(Runnable task);

    /** Something scheduled. */
    interface Task {
        /** Ends it; a run that has begun goes to its end. */
        void cancel();
    }
}

package io.annealdb.repair.compare;

import java.time.Duration;

/** Lets time pass: a thread's sleep in a node, a step of the clock in the simulator. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;

    /** The real one. */
    Sleeper THREAD = time -> Thread.sleep(time.toMillis());
}

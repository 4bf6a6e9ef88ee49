package io.annealdb.meta.operator;

/**
 * Waits until jobs that were cancelled or paused have stopped on this node, or a moment is over.
 */
@FunctionalInterface
public interface JobsAtRest {
    void await() throws InterruptedException;
}

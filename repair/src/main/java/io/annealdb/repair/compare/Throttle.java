package io.annealdb.repair.compare;

/** Holds payload back, so that a repair leaves room for the node's other work. */
@FunctionalInterface
public interface Throttle {
    Throttle NONE = bytes -> {};

    /**
     * Returns when so many bytes may be sent.
     *
     * @throws java.io.InterruptedIOException if the wait was interrupted
     */
    void beforeSending(long bytes) throws java.io.InterruptedIOException;
}

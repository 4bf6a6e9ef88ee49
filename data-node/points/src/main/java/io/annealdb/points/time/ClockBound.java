package io.annealdb.points.time;

/** Where a {@link HybridClock} keeps the bound it may not pass before it has been written down. */
public interface ClockBound {
    /** The bound kept last, 0 if none. */
    long load();

    /**
     * Keeps a bound; on disk when this returns.
     *
     * @throws java.io.UncheckedIOException if the disk refuses
     */
    void persist(long hlc);
}

package io.annealdb.query.transform;

/** One function over one sequence of values. For one thread. */
public interface Transformation {
    /** Where results go, in the order of the values. */
    @FunctionalInterface
    interface Output {
        void give(long time, Object value);
    }

    /**
     * Takes the next value in.
     *
     * @param time ns; not before the last one in the statement's order
     * @param value a Long or a Double; for elapsed anything but null
     */
    void add(long time, Object value, Output out);

    /** Says that there are no more values. */
    default void end(Output out) {}
}

package io.annealdb.repair.compare;

import io.annealdb.points.digest.GridGeometry;

/**
 * A part of a window's time: one of {@code 2^log} equal ones. A leaf with very many values is
 * talked about slice by slice, so that neither side holds all of it.
 *
 * @param index from 0, below {@code 2^log}
 */
record Slice(int log, int index) {
    static final int LOG_MAX = 30;

    static final Slice WHOLE = new Slice(0, 0);

    Slice {
        if (log < 0 || log > LOG_MAX || index < 0 || index >= 1 << log) {
            throw new IllegalArgumentException("no slice: log=" + log + " index=" + index);
        }
    }

    /** One of the {@code 2^deeper} slices of this one. */
    Slice child(int deeper, int child) {
        return new Slice(log + deeper, (index << deeper) + child);
    }

    /** First time, included; the first slice of a window reaches as far down as that. */
    long first(GridGeometry grid, int window) {
        return index == 0 ? grid.windowStart(window) : cut(grid, window, index);
    }

    /** Last time, included; the last slice of a window reaches as far up as that. */
    long last(GridGeometry grid, int window) {
        return index == (1 << log) - 1
                ? grid.windowLast(window)
                : cut(grid, window, index + 1L) - 1;
    }

    private long cut(GridGeometry grid, int window, long slices) {
        long nanos = grid.windowNanos();
        long whole = nanos >>> log;
        long rest = nanos & (1L << log) - 1;
        return grid.range().start() + window * nanos + whole * slices + (rest * slices >>> log);
    }
}

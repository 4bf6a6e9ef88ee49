package io.annealdb.repair.compare;

import io.annealdb.points.digest.GridGeometry;

/** One cell of a shard's grid: a window of time by a bucket of series. */
record Cell(int window, int bucket) implements Comparable<Cell> {
    Cell {
        if (window < 0
                || window >= GridGeometry.WINDOWS
                || bucket < 0
                || bucket >= GridGeometry.BUCKETS) {
            throw new IllegalArgumentException("no cell: window=" + window + " bucket=" + bucket);
        }
    }

    static Cell ofIndex(int index) {
        return new Cell(index / GridGeometry.BUCKETS, index % GridGeometry.BUCKETS);
    }

    int index() {
        return window * GridGeometry.BUCKETS + bucket;
    }

    @Override
    public int compareTo(Cell other) {
        return Integer.compare(index(), other.index());
    }
}

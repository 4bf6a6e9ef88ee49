package io.annealdb.repair.compare;

import io.annealdb.points.Shape;
import io.annealdb.points.digest.ItemHash;

/**
 * Which points a leaf has: times, strictly ascending, and the fields of each. Says nothing of
 * values or stamps. The arrays are shared, not to be changed.
 */
record PointKeys(long[] times, Shape[] shapes) {
    static final PointKeys NONE = new PointKeys(new long[0], new Shape[0]);

    int size() {
        return times.length;
    }

    /** Some of the points, by their numbers, ascending. */
    PointKeys only(int[] points) {
        long[] someTimes = new long[points.length];
        Shape[] someShapes = new Shape[points.length];
        for (int i = 0; i < points.length; i++) {
            someTimes[i] = times[points[i]];
            someShapes[i] = shapes[points[i]];
        }
        return new PointKeys(someTimes, someShapes);
    }

    /** 32 bits that differ, but for chance, where keys differ. */
    int hash(long salt) {
        long hash = ItemHash.mix(salt + times.length);
        Shape last = null;
        long lastHash = 0;
        for (int i = 0; i < times.length; i++) {
            if (shapes[i] != last) {
                last = shapes[i];
                lastHash = hash(last);
            }
            hash = ItemHash.mix(hash ^ times[i]) + lastHash;
        }
        return (int) (ItemHash.mix(hash) >>> 32);
    }

    /** By names and types alone, so that all nodes get the same. */
    private static long hash(Shape shape) {
        long hash = shape.size();
        for (Shape.Column column : shape.columns()) {
            hash = ItemHash.mix(hash + column.name().hashCode()) + column.type().code();
        }
        return hash;
    }
}

package io.annealdb.repair.compare;

import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

/** Some points of a {@link RegularReplica}, by series and step. */
interface PointSet {
    PointSet NONE = block(0, 0, 0, 0);

    boolean has(int series, int step);

    /** Whether it has any of a series from one step up to another. */
    boolean any(int series, int from, int to);

    /** Series and steps from one up to another. */
    static PointSet block(int fromSeries, int toSeries, int fromStep, int toStep) {
        return new PointSet() {
            @Override
            public boolean has(int series, int step) {
                return any(series, step, step + 1);
            }

            @Override
            public boolean any(int series, int from, int to) {
                return fromSeries <= series && series < toSeries && from < toStep && fromStep < to;
            }
        };
    }

    static PointSet scattered(int count, int seriesCount, int steps) {
        Random random = new Random(7);
        NavigableSet<Long> picked = new TreeSet<>();
        while (picked.size() < count) {
            picked.add((long) random.nextInt(seriesCount) << 32 | random.nextInt(steps));
        }
        return new PointSet() {
            @Override
            public boolean has(int series, int step) {
                return picked.contains((long) series << 32 | step);
            }

            @Override
            public boolean any(int series, int from, int to) {
                Long next = picked.ceiling((long) series << 32 | Math.max(0, from));
                return next != null && next < ((long) series << 32 | Math.max(0, to));
            }
        };
    }
}

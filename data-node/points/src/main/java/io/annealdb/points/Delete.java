package io.annealdb.points;

/**
 * A stamped delete: hides every point of the series it names, with a time in {@code [minTime,
 * maxTime]} (both ends included, ns) and a lower stamp, also one that arrives later.
 */
public record Delete(Stamp stamp, SeriesPredicate series, long minTime, long maxTime) {
    public Delete {
        if (minTime > maxTime) {
            throw new IllegalArgumentException("empty delete: " + minTime + " > " + maxTime);
        }
    }

    public boolean hides(SeriesKey key, long time, Stamp written) {
        return minTime <= time
                && time <= maxTime
                && written.compareTo(stamp) < 0
                && series.matches(key);
    }
}

package io.annealdb.points;

/** A half-open slice of time, {@code [start, end)}, in nanoseconds since 1970, UTC. */
public record TimeRange(long start, long end) {
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public TimeRange {
        if (start >= end) {
            throw new IllegalArgumentException("empty range: start=" + start + ", end=" + end);
        }
    }

    public boolean contains(long time) {
        return start <= time && time < end;
    }

    public boolean overlaps(TimeRange other) {
        return start < other.end && other.start < end;
    }
}

package io.annealdb.cli.simulator;

import io.annealdb.data.write.Consistency;
import io.annealdb.points.Delete;
import io.annealdb.points.FieldValue;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import java.util.SortedMap;

/** What a client has asked for, and what it was told. Moments are counted, not timed. */
abstract sealed class Operation {
    final int number;
    final NodeId coordinator;
    final long invoked;

    /** When it was acknowledged; never, if it failed or nobody knows. */
    private long acknowledged = Long.MAX_VALUE;

    private long acknowledgedAt;
    private String outcome = "";

    private Operation(int number, NodeId coordinator, long invoked) {
        this.number = number;
        this.coordinator = coordinator;
        this.invoked = invoked;
    }

    /**
     * @param at ns of the world's time
     */
    void acknowledged(long moment, long at) {
        acknowledged = moment;
        acknowledgedAt = at;
        outcome = "acknowledged";
    }

    void failed(String why) {
        outcome = "failed: " + why;
    }

    boolean isAcknowledged() {
        return acknowledged != Long.MAX_VALUE;
    }

    /** When; never, if it was not. */
    long acknowledged() {
        return acknowledged;
    }

    /** At what time, ns, if it was. */
    long acknowledgedAt() {
        return acknowledgedAt;
    }

    /** Whether this one was asked for after the other had been acknowledged. */
    boolean follows(Operation other) {
        return invoked > other.acknowledged;
    }

    abstract boolean touches(Place place);

    /** How many owners of a shard with so many had it on disk when it was acknowledged. */
    abstract int copies(int owners);

    /** A batch of points. Each value is written once only, so that it tells who wrote it. */
    static final class Write extends Operation {
        final SortedMap<Place, FieldValue> values;
        final Consistency level;

        Write(
                int number,
                NodeId coordinator,
                long invoked,
                SortedMap<Place, FieldValue> values,
                Consistency level) {
            super(number, coordinator, invoked);
            this.values = values;
            this.level = level;
        }

        @Override
        boolean touches(Place place) {
            return values.containsKey(place);
        }

        @Override
        int copies(int owners) {
            return level == Consistency.ANY ? 0 : level.needed(owners);
        }

        @Override
        public String toString() {
            return "write " + number + " at " + level + " through data-" + coordinator + tail();
        }
    }

    /** A delete of some series between two times, both included. */
    static final class Deletion extends Operation {
        private static final Stamp ABOVE_NONE = new Stamp(1, 1, 1);

        final SeriesPredicate series;
        final long minTime;
        final long maxTime;

        Deletion(
                int number,
                NodeId coordinator,
                long invoked,
                SeriesPredicate series,
                long minTime,
                long maxTime) {
            super(number, coordinator, invoked);
            this.series = series;
            this.minTime = minTime;
            this.maxTime = maxTime;
        }

        @Override
        boolean touches(Place place) {
            return new Delete(ABOVE_NONE, series, minTime, maxTime)
                    .hides(place.series(), place.time(), Stamp.NONE);
        }

        @Override
        int copies(int owners) {
            return 1;
        }

        @Override
        public String toString() {
            return "delete " + number + " of " + series + " through data-" + coordinator + tail();
        }
    }

    final String tail() {
        return outcome.isEmpty() ? ", outcome unknown" : ", " + outcome;
    }
}

package io.annealdb.repair.compare;

import io.annealdb.points.Stamp;
import java.util.List;

/** What a successor says of one leaf. */
sealed interface LeafAnswer {
    /** The points it has; none if it does not know the series. */
    record Keys(PointKeys keys) implements LeafAnswer {}

    /** A byte a point. */
    record Checks(byte[] checks) implements LeafAnswer {}

    /**
     * @param restSum folded sum of the points of class REST
     * @param values of the points of class STAMPS, point by point, fields in order
     */
    record Versions(long restSum, List<ValueVersion> values) implements LeafAnswer {
        public Versions {
            values = List.copyOf(values);
        }
    }

    /** Too many points for a message, or the leaf has changed its size: send all of it. */
    record SendAll() implements LeafAnswer {}

    /**
     * @param contentCheck two bytes over the value without its stamp
     */
    record ValueVersion(Stamp stamp, int contentCheck) {}
}

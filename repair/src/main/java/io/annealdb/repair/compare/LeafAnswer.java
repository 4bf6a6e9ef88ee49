package io.annealdb.repair.compare;

import io.annealdb.points.Stamp;
import io.annealdb.repair.sketch.Sketch;
import java.util.List;
import java.util.OptionalLong;

/** What a successor says of one leaf. */
sealed interface LeafAnswer {
    /**
     * The points it has; none if it does not know the series.
     *
     * @param sum folded sum of the leaf, if it was asked for
     */
    record Keys(PointKeys keys, OptionalLong sum) implements LeafAnswer {}

    /** A byte a point. */
    record Checks(byte[] checks) implements LeafAnswer {}

    /** Of a sketch of its points; after a question for keys: they are the source's. */
    record Symbols(Sketch symbols) implements LeafAnswer {}

    /**
     * @param restSum folded sum of the points of class REST
     * @param values of the points of class STAMPS, point by point, fields in order
     */
    record Versions(long restSum, List<ValueVersion> values) implements LeafAnswer {
        public Versions {
            values = List.copyOf(values);
        }
    }

    /**
     * All stamps of points of class STAMPS lie below the source's, or all above.
     *
     * @param restSum folded sum of the points of class REST
     */
    record OneSided(long restSum, boolean below) implements LeafAnswer {}

    /**
     * @param present those of the points asked for that it has
     * @param values of these, point by point, fields in order
     */
    record VersionsAt(PointKeys present, List<ValueVersion> values) implements LeafAnswer {
        public VersionsAt {
            values = List.copyOf(values);
        }
    }

    /** A folded sum and a count for each slice. */
    record Slices(List<Answer.Sum> slices) implements LeafAnswer {
        public Slices {
            slices = List.copyOf(slices);
        }
    }

    /** The leaf has so many values that it should be cut first. */
    record TooLarge(long values) implements LeafAnswer {}

    /** It cannot be told which leaf is meant, or it has changed: send all of it. */
    record SendAll() implements LeafAnswer {}

    /**
     * @param contentCheck two bytes over the value without its stamp; {@link #NOT_TOLD} if the
     *     value alone makes up its point, which is known to differ
     */
    record ValueVersion(Stamp stamp, int contentCheck) {
        static final int NOT_TOLD = -1;
    }
}

package io.annealdb.repair.compare;

import io.annealdb.points.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a source asks about one leaf of which the sums differ. */
sealed interface LeafQuestion {
    LeafRef leaf();

    /**
     * Which points have you? If they are the source's, which {@code keyHash} tells, a sketch or a
     * check of each.
     *
     * @param keyHash empty if they are known to be others
     * @param sumWanted the source does not know the sum of the leaf yet
     */
    record Keys(LeafRef leaf, OptionalInt keyHash, boolean sumWanted) implements LeafQuestion {}

    /** A check of each point, with another salt each time. */
    record Checks(LeafRef leaf, int attempt) implements LeafQuestion {}

    /** Symbols {@code [from, from + count)} of a sketch of the points, values and stamps in it. */
    record Symbols(LeafRef leaf, int from, int count) implements LeafQuestion {}

    /**
     * For each of the successor's points, in order, what is wanted of it.
     *
     * @param own bounds of the source's stamps at those of class STAMPS: if all of the successor's
     *     lie on one side of them, it need not tell them
     */
    record Versions(LeafRef leaf, List<PointClass> classes, Optional<StampBounds> own)
            implements LeafQuestion {
        public Versions {
            classes = List.copyOf(classes);
        }
    }

    /** The lowest and the highest of some stamps. */
    record StampBounds(Stamp low, Stamp high) {}

    /**
     * The stamps of what stands at these times.
     *
     * @param times ascending; not to be changed
     */
    record VersionsAt(LeafRef leaf, long[] times) implements LeafQuestion {}

    /**
     * The sums of {@code 2^log} slices of the leaf.
     *
     * @param log 1 to {@link #SLICES_LOG_MAX}
     */
    record Slices(LeafRef leaf, int log) implements LeafQuestion {
        static final int SLICES_LOG_MAX = 10;
    }
}

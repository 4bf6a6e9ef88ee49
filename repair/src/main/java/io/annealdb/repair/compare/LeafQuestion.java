package io.annealdb.repair.compare;

import java.util.List;

/** What a source asks about one leaf of which the sums differ. */
sealed interface LeafQuestion {
    LeafRef leaf();

    /** Which points have you? A check of each if {@code keyHash} says that they are the same. */
    record Keys(LeafRef leaf, int keyHash) implements LeafQuestion {}

    /** A check of each point, with another salt each time. */
    record Checks(LeafRef leaf, int attempt) implements LeafQuestion {}

    /** For each of the successor's points, in order, what is wanted of it. */
    record Versions(LeafRef leaf, List<PointClass> classes) implements LeafQuestion {
        public Versions {
            classes = List.copyOf(classes);
        }
    }
}

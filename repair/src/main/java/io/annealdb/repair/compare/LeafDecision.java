package io.annealdb.repair.compare;

import io.annealdb.points.Stamp;
import io.annealdb.repair.job.HopFound;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** What of a leaf goes to the successor, by ordinals of the source's values. */
final class LeafDecision {
    private final BitSet missing = new BitSet();
    private final BitSet stale = new BitSet();
    private Stamp[] theirs = new Stamp[0]; // of stale values, by ordinal

    static LeafDecision none() {
        return new LeafDecision();
    }

    static LeafDecision all(Leaf leaf) {
        LeafDecision decision = new LeafDecision();
        for (int point = 0; point < leaf.size(); point++) {
            for (int field = 0; field < leaf.fieldCount(point); field++) {
                decision.missing.set(leaf.ordinal(point, field));
            }
        }
        return decision;
    }

    /** Values that the successor lacks. */
    BitSet missing() {
        return missing;
    }

    /** Values that it holds under a lower stamp, or under the same with other content. */
    BitSet stale() {
        return stale;
    }

    /** The successor holds it under a lower stamp, which it has not told. */
    void becomesStale(int ordinal) {
        stale.set(ordinal);
        missing.clear(ordinal);
    }

    /** The successor holds it under that stamp, and loses. */
    void becomesStale(int ordinal, Stamp under) {
        if (ordinal >= theirs.length) {
            theirs = Arrays.copyOf(theirs, Math.max(ordinal + 1, theirs.length * 2));
        }
        theirs[ordinal] = under;
        becomesStale(ordinal);
    }

    /** The stamp of the successor's value; empty if it lacks it, or has not told. */
    Optional<Stamp> theirs(int ordinal) {
        return ordinal < theirs.length ? Optional.ofNullable(theirs[ordinal]) : Optional.empty();
    }

    /** The same in numbers; a point counts as missing if any of its values does. */
    HopFound counted(Leaf leaf) {
        long missingPoints = 0;
        long stalePoints = 0;
        for (int point = 0; point < leaf.size(); point++) {
            boolean lacks = false;
            boolean loses = false;
            for (int field = 0; field < leaf.fieldCount(point); field++) {
                lacks |= missing.get(leaf.ordinal(point, field));
                loses |= stale.get(leaf.ordinal(point, field));
            }
            missingPoints += lacks ? 1 : 0;
            stalePoints += loses && !lacks ? 1 : 0;
        }
        return new HopFound(missingPoints, missing.cardinality(), stalePoints, 0);
    }

    boolean sends(int ordinal) {
        return missing.get(ordinal) || stale.get(ordinal);
    }

    boolean isEmpty() {
        return missing.isEmpty() && stale.isEmpty();
    }
}

package io.annealdb.repair.compare;

import java.util.BitSet;

/**
 * What of a leaf goes to the successor, by ordinals of the source's values.
 *
 * @param missing values that it lacks
 * @param stale values that it holds under a lower stamp, or under the same with other content
 */
record LeafDecision(BitSet missing, BitSet stale) {
    static LeafDecision all(Leaf leaf) {
        LeafDecision decision = new LeafDecision(new BitSet(), new BitSet());
        for (int point = 0; point < leaf.size(); point++) {
            for (int field = 0; field < leaf.fieldCount(point); field++) {
                decision.missing.set(leaf.ordinal(point, field));
            }
        }
        return decision;
    }

    boolean sends(int ordinal) {
        return missing.get(ordinal) || stale.get(ordinal);
    }

    boolean isEmpty() {
        return missing.isEmpty() && stale.isEmpty();
    }
}

package io.annealdb.repair.compare;

import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ItemHash;

/** Folds sums for messages: 0 means "no values" and nothing else. */
final class Salted {
    private Salted() {}

    static long fold(CellDigest digest, int salt) {
        if (digest.values() == 0) {
            return 0;
        }
        long folded = ItemHash.mix(digest.folded() ^ ItemHash.mix(salt));
        return folded == 0 ? 1 : folded;
    }

    /** An item of a sketch; never 0. */
    static long item(long sum, int salt) {
        long item = ItemHash.mix(sum ^ ItemHash.mix(~(long) salt));
        return item == 0 ? 1 : item;
    }

    /** A salt of its own for each attempt at a leaf. */
    static long ofAttempt(int salt, int attempt) {
        return ItemHash.mix(((long) salt << 8) + attempt);
    }
}

package io.annealdb.repair.compare;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.ItemHash.SeriesHash;

/**
 * Names a leaf in a message: its cell, and its series by four bytes of its hash or, where two
 * series of the cell share these, by its whole key.
 *
 * @param key null if the tag names it
 */
record LeafRef(Cell cell, int tag, SeriesKey key) {
    static LeafRef tagged(Cell cell, int tag) {
        return new LeafRef(cell, tag, null);
    }

    static LeafRef keyed(Cell cell, SeriesKey key) {
        return new LeafRef(cell, 0, key);
    }

    /** The top bits of the upper half choose the bucket, so the tag comes from the lower. */
    static int tag(SeriesHash series) {
        return (int) series.low();
    }
}

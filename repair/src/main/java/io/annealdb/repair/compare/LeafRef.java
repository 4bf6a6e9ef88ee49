package io.annealdb.repair.compare;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.ItemHash.SeriesHash;

/**
 * Names a leaf in a message: its cell, its series by four bytes of its hash or, where two series of
 * the cell share these, by its whole key, and which part of the window is meant.
 *
 * @param key null if the tag names it
 */
record LeafRef(Cell cell, int tag, SeriesKey key, Slice slice) {
    static LeafRef tagged(Cell cell, int tag) {
        return new LeafRef(cell, tag, null, Slice.WHOLE);
    }

    static LeafRef keyed(Cell cell, SeriesKey key) {
        return new LeafRef(cell, 0, key, Slice.WHOLE);
    }

    LeafRef of(Slice part) {
        return new LeafRef(cell, tag, key, part);
    }

    /** The top bits of the upper half choose the bucket, so the tag comes from the lower. */
    static int tag(SeriesHash series) {
        return (int) series.low();
    }
}

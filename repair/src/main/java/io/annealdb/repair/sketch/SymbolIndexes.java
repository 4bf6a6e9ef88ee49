package io.annealdb.repair.sketch;

import io.annealdb.points.digest.ItemHash;

/**
 * The symbols that an item is added to, ascending: 0 first, then symbol n with probability 1 / (1 +
 * n/2), by chance that the item itself seeds.
 *
 * <p>The chance that none of the g symbols behind i is hit is the product of n / (n + 2) for n in
 * {@code (i, i + g]}, which comes to {@code (i + 1)(i + 2) / ((i + g + 1)(i + g + 2))}. So the next
 * one is the least j with {@code (j + 1)(j + 2) >= (i + 1)(i + 2) / u}, u uniform in (0, 1]; only
 * operations that IEEE 754 rounds alike everywhere are used.
 */
final class SymbolIndexes {
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final double TO_UNIT = 0x1p-53;

    private long state;
    private int index;

    /** Stands at symbol 0 of that item. */
    void start(long item) {
        state = item;
        index = 0;
    }

    int index() {
        return index;
    }

    /** Moves on; beyond {@link Integer#MAX_VALUE} it stays there. */
    void advance() {
        state += STEP;
        double unit = ((ItemHash.mix(state) >>> 11) + 1) * TO_UNIT;
        double wanted = (index + 1.0) * (index + 2.0) / unit;
        double next = Math.ceil(Math.sqrt(wanted + 0.25) - 1.5);
        index = (int) Math.min(Integer.MAX_VALUE, Math.max(index + 1.0, next));
    }
}

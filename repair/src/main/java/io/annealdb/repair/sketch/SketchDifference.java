package io.annealdb.repair.sketch;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Takes a sketch apart into the items by which two sets differ. */
public final class SketchDifference {
    private final long[] items;
    private final int[] checks;
    private final int[] queue; // symbols to look at, each at most once in it
    private final boolean[] queued;
    private int waiting;
    private final Set<Long> found = new HashSet<>();

    private SketchDifference(Sketch difference) {
        int size = difference.size();
        items = new long[size];
        checks = new int[size];
        queue = new int[size];
        queued = new boolean[size];
        for (int symbol = 0; symbol < size; symbol++) {
            items[symbol] = difference.item(symbol);
            checks[symbol] = difference.check(symbol);
            look(symbol);
        }
    }

    /**
     * What is in exactly one of two sets.
     *
     * @param own this side's items
     * @param theirs the other side's symbols from 0 on
     * @return the items; empty if it takes more symbols to tell. Those who know their own can tell
     *     the two sides apart. Never items that leave symbol 0, the sum of all, unexplained
     */
    public static Optional<Set<Long>> of(long[] own, Sketch theirs) {
        return new SketchDifference(theirs.minus(Sketch.of(own, 0, theirs.size()))).take();
    }

    private Optional<Set<Long>> take() {
        // a symbol yields one item at most, unless a check agreed by chance
        for (int left = 2 * items.length; waiting > 0 && left > 0; ) {
            int symbol = queue[--waiting];
            queued[symbol] = false;
            long item = items[symbol];
            if ((item != 0 || checks[symbol] != 0) && Sketch.check(item) == checks[symbol]) {
                takeOut(item);
                left--;
            }
        }
        for (int symbol = 0; symbol < items.length; symbol++) {
            if (items[symbol] != 0 || checks[symbol] != 0) {
                return Optional.empty();
            }
        }
        return items.length == 0 ? Optional.empty() : Optional.of(found);
    }

    private void takeOut(long item) {
        if (!found.add(item)) {
            found.remove(item);
        }
        int check = Sketch.check(item);
        SymbolIndexes indexes = new SymbolIndexes();
        for (indexes.start(item); indexes.index() < items.length; indexes.advance()) {
            int symbol = indexes.index();
            items[symbol] ^= item;
            checks[symbol] ^= check;
            look(symbol);
        }
    }

    private void look(int symbol) {
        if (!queued[symbol]) {
            queued[symbol] = true;
            queue[waiting++] = symbol;
        }
    }
}
